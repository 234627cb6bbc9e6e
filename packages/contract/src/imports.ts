import { z } from 'zod'
import { InstantView, publicIdOf } from './common.ts'
import { lineText } from './text.ts'

export const TABLE_FORMATS = ['csv', 'tsv', 'jsonl'] as const

/** The body of the request is the file itself. */
export const ImportQuery = z.object({
  /** told from the file when not given */
  format: z.enum(TABLE_FORMATS).optional(),
  /** `check` reads the whole file and stores no task */
  mode: z.enum(['check', 'load']).default('load'),
  /** `refuse` loads nothing when a row is bad; `skip` keeps bad rows out and loads the others */
  onBadRows: z.enum(['refuse', 'skip']).default('refuse'),
  name: lineText(200, 1).optional(),
})

export const ImportProblemView = z.object({
  line: z.int(),
  endLine: z.int(),
  /** the column's name, or its position from 1; null when the whole row is meant */
  column: z.string().nullable(),
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** in the language of the request */
  sentence: z.string(),
})

export const ImportView = z.object({
  id: publicIdOf('imp'),
  batchId: publicIdOf('bat'),
  state: z.enum(['uploaded', 'checking', 'checked', 'loading', 'done', 'failed', 'cancelled']),
  fileName: z.string(),
  format: z.enum(TABLE_FORMATS).nullable(),
  bytesRead: z.number(),
  bytesTotal: z.number().nullable(),
  rowsGood: z.number(),
  rowsGold: z.number(),
  rowsBad: z.number(),
  /** tasks that were added to the batch: all good rows or none */
  rowsLoaded: z.number(),
  columns: z.array(z.string()).nullable(),
  problemsFound: z.number(),
  /** the first thousand, in the order of the file */
  problems: z.array(ImportProblemView),
  /** why it failed */
  failure: z.object({ code: z.string(), sentence: z.string() }).nullable(),
  createdAt: InstantView,
  finishedAt: InstantView.nullable(),
})
export type ImportView = z.infer<typeof ImportView>
