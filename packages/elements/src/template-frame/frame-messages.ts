import type { Entry } from '../crowd/answer.ts'
import type { Sent } from '../crowd/submission.ts'

/**
 * What the page and the frame say to each other. The first two carry a secret of the page, by which each knows the other; all
 * that follows goes through a channel that only they hold. What comes out of the frame is the author's and may be anything.
 */
export interface Ready {
  readonly canut: string
  readonly kind: 'ready'
}

/** Goes with the port of the channel. */
export interface Open {
  readonly canut: string
  readonly kind: 'open'
  readonly page: string
  readonly language: string
  readonly draft: readonly Entry[]
  readonly readOnly: boolean
}

export type FromFrame =
  | { readonly kind: 'draft'; readonly entries: readonly Entry[] }
  /** before the draft or the answer that names it by the key */
  | { readonly kind: 'file'; readonly key: string; readonly file: File }
  | { readonly kind: 'answer'; readonly sent: Sent }
  | { readonly kind: 'size'; readonly height: number }
  /** whether the page has a way of its own to submit */
  | { readonly kind: 'shown'; readonly submits: boolean }
  | { readonly kind: 'trouble'; readonly grave: boolean; readonly message: string }
  /** part of a draft has no field any more */
  | { readonly kind: 'lost' }
  | { readonly kind: 'pong' }

export type ToFrame = { readonly kind: 'submit' } | { readonly kind: 'reopen' } | { readonly kind: 'ping' }
