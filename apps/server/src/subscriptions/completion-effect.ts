import { estimateCompletion, type CompletionEstimate } from '@canut/domain'
import type { Services } from '../platform/services.ts'
import { countCrowd, readWorkAhead } from './completion.store.ts'

/** A batch as it is about to be published. */
export interface PlannedBatch {
  readonly batchId: string | null
  readonly organisationId: string
  readonly projectId: string
  readonly taskType: string
  readonly language: string | null
  readonly tasks: number
  readonly redundancy: number
  readonly estimateSeconds: number
  readonly maxPerWorker: number | null
  readonly priority: number
}

export interface CompletionEffect {
  /** as it is set, then without each thing that narrows who does it or when */
  readonly rows: readonly { readonly setting: 'now' | 'no_limit' | 'any_language' | 'first'; readonly estimate: CompletionEstimate }[]
  readonly aheadSeconds: number
}

const PRIORITY_MAX = 5
const RECENT_DAYS = 28

/** What the settings of a batch do to the day on which it may be finished, as far as requests for work can tell. */
export async function readCompletionEffect(services: Services, batch: PlannedBatch): Promise<CompletionEffect> {
  const since = new Date(services.now().getTime() - RECENT_DAYS * 86_400_000)
  const crowd = await countCrowd(services.db, { ...batch, since })
  const aheadSeconds = await readWorkAhead(services.db, batch.organisationId, batch.priority, batch.batchId)
  const aheadOfFirst =
    batch.priority === PRIORITY_MAX ? aheadSeconds : await readWorkAhead(services.db, batch.organisationId, PRIORITY_MAX, batch.batchId)

  const work = { ...batch, aheadSeconds }
  const fitting = crowd.map(({ secondsWanted, people }) => ({ secondsWanted, people }))
  const ofAnyLanguage = crowd.map(({ secondsWanted, peopleOfAnyLanguage }) => ({ secondsWanted, people: peopleOfAnyLanguage }))
  const rows: CompletionEffect['rows'][number][] = [{ setting: 'now', estimate: estimateCompletion(work, fitting) }]
  const hasWork = batch.tasks > 0
  if (hasWork && batch.maxPerWorker !== null)
    rows.push({ setting: 'no_limit', estimate: estimateCompletion({ ...work, maxPerWorker: null }, fitting) })
  if (batch.language !== null) rows.push({ setting: 'any_language', estimate: estimateCompletion(work, ofAnyLanguage) })
  if (hasWork && aheadOfFirst < aheadSeconds)
    rows.push({ setting: 'first', estimate: estimateCompletion({ ...work, aheadSeconds: aheadOfFirst }, fitting) })
  return { rows, aheadSeconds }
}
