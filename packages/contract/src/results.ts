import { z } from 'zod'
import { InstantView, publicIdOf } from './common.ts'
import { Pseudonym } from './reviews.ts'
import { Cursor, pageOf } from './text.ts'

export const RunView = z.object({
  id: publicIdOf('run'),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  /** labelled responses that were aggregated */
  responses: z.int().nullable(),
  tasks: z.int().nullable(),
  workers: z.int().nullable(),
  /** mean share of pairs of responses that agree */
  agreement: z.number().nullable(),
  /** of Dawid-Skene */
  iterations: z.int().nullable(),
  converged: z.boolean().nullable(),
  goldTasks: z.int().nullable(),
  /** shares of gold tasks got right, in [0, 1]; a tie among m labels counts 1/m */
  accuracy: z.object({ majorityVote: z.number().nullable(), dawidSkene: z.number().nullable() }),
  /** `too_large`: too many different labels for Dawid-Skene, so there is a majority only; `error`: the run ended with a defect */
  failure: z.string().nullable(),
  /** of the software that computed it */
  version: z.string().nullable(),
  requestedAt: InstantView,
  finishedAt: InstantView.nullable(),
})

const AnswerView = z.object({
  /** null when labels tie */
  label: z.string().nullable(),
  tied: z.array(z.string()),
  /** of majority vote the share of responses, of Dawid-Skene a probability */
  confidence: z.number(),
})

export const ResultsQuery = z.object({
  cursor: Cursor.optional(),
  /** `least_sure`: in the order of the confidence that the last run found */
  order: z.enum(['task', 'least_sure']).default('task'),
  /** only tasks with less confidence than this; with `least_sure` */
  below: z.coerce.number().gt(0).max(1).optional(),
})

export const ResultView = z.object({
  taskNumber: z.int(),
  payload: z.unknown(),
  /** of a gold task: the label that is known */
  truth: z.string().nullable(),
  /** responses that count, at this moment */
  responses: z.int(),
  /** computed from these responses at this moment; null without labels */
  majorityVote: AnswerView.nullable(),
  /** of the last run, and the number of responses that it knew */
  dawidSkene: AnswerView.extend({ responses: z.int() }).nullable(),
  /** those who gave another label than the majority */
  disagreed: z.array(Pseudonym),
})

/** `run`: the last that ended well, whose Dawid-Skene labels are shown; `newest`: the last that was requested */
export const ResultsView = pageOf(ResultView).extend({ run: RunView.nullable(), newest: RunView.nullable() })

export type ResultView = z.infer<typeof ResultView>
export type RunView = z.infer<typeof RunView>
