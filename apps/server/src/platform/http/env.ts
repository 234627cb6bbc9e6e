import type { Locale } from '../i18n/index.ts'

export interface Person {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly isSteward: boolean
  readonly isMember: boolean
  readonly locale: Locale | null
}

/** The thing that a route is about, found from its path by the access guard. Ids are UUIDs. */
export interface Subject {
  readonly organisationId: string | null
  readonly projectId: string | null
  readonly batchId: string | null
  readonly importId: string | null
  readonly mediaId: string | null
  /** a file that a worker sent */
  readonly workFileId: string | null
  readonly assignment: { readonly id: string; readonly batchId: string; readonly number: number; readonly workerId: string } | null
}

export interface AppEnv {
  Variables: {
    requestId: string
    nonce: string
    locale: Locale
    /** null: nobody is signed in */
    person: Person | null
    sessionId: string | null
    /** set when the request came with a personal token */
    tokenScopes: readonly string[] | null
    subject: Subject
  }
}
