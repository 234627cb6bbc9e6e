import { z } from 'zod'
import { InstantView } from './common.ts'
import { lineText, pageOf } from './text.ts'

export const TemplateName = lineText(200, 1)

/** A page of the project's own; its settings are those of the task type `template`. */
export const CreateTemplateRequest = z.object({ name: TemplateName, settings: z.unknown() }).strict()
export const RenameTemplateRequest = z.object({ name: TemplateName }).strict()
export const SaveVersionRequest = z.object({ settings: z.unknown() }).strict()
export const VersionQuery = z.object({ version: z.coerce.number().int().min(1).max(2_147_483_647).optional() })

export const SavedTemplateView = z.object({
  /** in the project, from 1 */
  number: z.int(),
  name: z.string(),
  /** the newest, from 1 */
  version: z.int(),
  savedAt: InstantView,
  /** that work with any of its versions */
  batches: z.int(),
})

export const SavedTemplatesView = pageOf(SavedTemplateView)

/** One version, the newest unless told. It never changes. */
export const TemplateVersionView = SavedTemplateView.pick({ number: true, name: true, version: true }).extend({ settings: z.unknown() })
export type TemplateVersionView = z.infer<typeof TemplateVersionView>
