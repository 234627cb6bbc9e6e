import { AggregationError } from '@canut/aggregation'
import type { Locale } from '../platform/i18n/index.ts'
import { StartupProblem } from '../platform/startup-problem.ts'
import { canutVersion } from '../platform/version.ts'
import { aggregateMessages as messages } from './aggregate.messages.ts'
import { aggregateStream } from './aggregate-stream.ts'
import type { AggregateFile } from './aggregate-options.ts'
import { answerLines } from './answer-lines.ts'
import { computeApart } from './compute-apart.ts'
import type { Aggregated, Refused } from './compute.ts'
import { describeMethod, type MethodName } from '../methods/index.ts'
import { inMemory, readResponses } from './read-responses.ts'
import { reportPage } from './report.view.tsx'
import { checkPlace, writeWhole } from './write-whole.ts'

/**
 * Reads the files, runs the method, and writes the answers and the report where they are wanted.
 *
 * @throws StartupProblem for what a person can put right; what the signal says when it is aborted. Files appear whole or not at all.
 */
export async function aggregateFile(options: AggregateFile): Promise<Aggregated> {
  const { method, out, report } = options
  for (const path of [out?.path ?? null, report]) if (path !== null) await checkPlace(path)
  try {
    return options.stream ? await aggregateStream(options) : await aggregateInMemory(options)
  } catch (error) {
    throw error instanceof AggregationError ? refusedBy(method, error.refusal) : error
  }
}

async function aggregateInMemory(options: AggregateFile): Promise<Aggregated> {
  const { method, out, report, signal } = options
  options.onStep('read')
  const startedAt = performance.now()
  const { kind } = describeMethod(method)
  const read = await readResponses({ ...options, kind }, inMemory({ kind, repeats: options.repeats }))
  const { given, truth, gold, truthWithoutTask, goldWithoutTask } = read
  const readSeconds = (performance.now() - startedAt) / 1000

  options.onStep('compute')
  const { seed, order, threads } = options
  const answer = await computeApart({ method, given, truth, gold, seed, order, threads, wantsFigures: report !== null }, signal)
  if (!answer.ok) throw refusedBy(method, answer.refusal)
  const aggregated = { computed: answer.computed, readSeconds, truthWithoutTask, goldWithoutTask }

  if (out === null && report === null) return aggregated
  options.onStep('write')
  if (out !== null) {
    const { chosen, parameters } = answer.computed
    const made = { method, version: canutVersion, chosen: chosen?.method ?? null, parameters }
    await writeWhole(out.path, answerLines(made, out.format)(answer.computed.answers), signal)
  }
  if (report !== null) {
    const page = await reportPage({ ...aggregated, file: options.labels, version: canutVersion, now: options.now, locale: options.locale })
    await writeWhole(report, [page], signal)
  }
  return aggregated
}

function refusedBy(method: MethodName, refusal: Refused): StartupProblem {
  return new StartupProblem('crowd_not_usable', { en: sentenceOf('en', method, refusal), fr: sentenceOf('fr', method, refusal) })
}

function sentenceOf(locale: Locale, method: MethodName, refusal: Refused): string {
  const t = messages[locale].refused
  switch (refusal.kind) {
    case 'too_many_labels':
      return t.tooManyLabels({ method, labels: refusal.labels, most: refusal.most })
    case 'too_large':
      return t.tooLarge({ method, cells: refusal.cells })
    case 'no_estimate':
      return t.noEstimate({ method, why: refusal.why })
    case 'order_unknown':
      return t.orderUnknown({ labels: refusal.labels.join(', ') })
    case 'invalid_option':
      return t.invalidOption({ method, option: refusal.option, received: refusal.received.slice(0, 200) })
    case 'invalid_value':
      return t.invalidValue({ task: refusal.task, worker: refusal.worker, received: refusal.received.slice(0, 200) })
    case 'invalid_row':
    case 'missing_id':
    case 'unequal_columns':
      // the reader has refused such rows, with their lines
      throw new TypeError(`${method} refused ${refusal.kind}`)
    default:
      throw new TypeError(`unknown refusal ${JSON.stringify(refusal satisfies never)}`)
  }
}
