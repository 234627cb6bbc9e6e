import { z } from 'zod'
import { InstantView, publicIdOf } from './common.ts'

export const MediaView = z.object({
  id: publicIdOf('med'),
  /** what the rows of an import call the file by */
  name: z.string(),
  contentType: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
  url: z.string(),
  createdAt: InstantView,
})
export type MediaView = z.infer<typeof MediaView>

/** Every file is either stored whole or named here with what is wrong. */
export const MediaProblemView = z.object({
  name: z.string(),
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  message: z.string(),
})

export const MediaUploadView = z.object({ stored: z.array(MediaView), problems: z.array(MediaProblemView) })
export type MediaUploadView = z.infer<typeof MediaUploadView>
