import type { SniffedMedia, ZipProblemCode } from '../platform/uploads/index.ts'

/** Why a file was not kept. Nothing of it is stored. */
export type MediaProblemCode =
  | ZipProblemCode
  | Extract<SniffedMedia, { ok: false }>['reason']
  | 'kind_not_asked' // params: found, kinds
  | 'image_too_large' // params: limit
  | 'audio_too_large' // params: limit
  | 'video_too_large' // params: limit
  | 'zip_too_large' // params: limit
  | 'too_many_pixels' // params: limit, found
  | 'too_many_frames' // params: limit, found
  | 'image_unreadable'
  | 'audio_unreadable'
  | 'video_unreadable'
  | 'file_too_large' // params: limit
  | 'name_taken'
  | 'name_unusable' // params: limit
  | 'too_many_files' // params: limit

export interface MediaProblem {
  /** as the sender calls the file, cut at 200 characters; null when the upload as a whole is meant */
  readonly name: string | null
  readonly code: MediaProblemCode
  readonly params: Readonly<Record<string, string | number>>
}

export function mediaProblem(name: string | null, code: MediaProblemCode, params: MediaProblem['params'] = {}): MediaProblem {
  return { name: name === null ? null : name.slice(0, 200), code, params }
}
