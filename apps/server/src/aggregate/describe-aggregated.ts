import { whyChosen } from '../methods/index.ts'
import { formatNumber, formatPercent, type Locale } from '../platform/i18n/index.ts'
import { canutVersion } from '../platform/version.ts'
import { aggregateMessages as messages } from './aggregate.messages.ts'
import type { Aggregated, Judged } from './compute.ts'

/** What is printed with `--json`. Fractions are from 0 to 1; what belongs to a truth is there only when one was given. */
export function aggregatedJson({ computed, readSeconds }: Aggregated): Readonly<Record<string, unknown>> {
  const { method, parameters, chosen, tasks, workers, labels, classes, replaced, iterations, converged, seconds, judged } = computed
  return {
    method,
    version: canutVersion,
    parameters,
    ...(chosen === null ? {} : { chosen: chosen.method, reason: chosen.reason }),
    tasks,
    workers,
    labels,
    ...(classes === null ? {} : { classes }),
    replaced,
    ...(judged === null ? {} : judgedJson(judged)),
    ...(iterations === null ? {} : { iterations }),
    ...(converged === null ? {} : { converged }),
    seconds,
    readSeconds,
  }
}

function judgedJson(judged: Judged): Readonly<Record<string, unknown>> {
  const tasksWithTruth = judged.tasks
  switch (judged.kind) {
    case 'labels':
      return { accuracy: judged.accuracy, tied: judged.tied, tasksWithTruth }
    case 'numbers':
      return { meanAbsoluteError: judged.meanAbsoluteError, rootMeanSquareError: judged.rootMeanSquareError, tasksWithTruth }
    case 'texts':
      return { accuracy: judged.accuracy, wordErrorRate: judged.wordErrorRate, tasksWithTruth }
  }
}

/** The same as lines for a terminal. */
export function describeAggregated({ computed, readSeconds }: Aggregated, locale: Locale): string {
  const t = messages[locale].summary
  const number = (value: number) => formatNumber(value, locale)
  const { tasks, workers, labels, chosen, judged, seconds, method, replaced } = computed
  return [
    t.counts({ labels: number(labels), tasks: number(tasks), workers: number(workers) }),
    ...(replaced > 0 ? [t.replaced({ count: number(replaced) })] : []),
    chosen === null ? t.method({ method }) : t.chosen({ method: chosen.method }),
    ...(chosen === null ? [] : [t.reason({ reason: whyChosen(chosen, locale) })]),
    ...(computed.converged === false ? [t.notConverged({ iterations: number(computed.iterations ?? 0) })] : []),
    ...(judged === null ? [] : [judgedSentence(judged, locale)]),
    t.seconds({ seconds: number(seconds), reading: number(readSeconds) }),
    '',
  ].join('\n')
}

function judgedSentence(judged: Judged, locale: Locale): string {
  const t = messages[locale].summary
  const tasks = formatNumber(judged.tasks, locale)
  const share = (fraction: number | null) => (fraction === null ? '–' : formatPercent(fraction, locale, 2))
  const number = (value: number | null) => (value === null ? '–' : formatNumber(value, locale))
  switch (judged.kind) {
    case 'labels':
      return t.accuracy({ accuracy: share(judged.accuracy), tasks, tied: formatNumber(judged.tied, locale) })
    case 'numbers':
      return t.errors({ absolute: number(judged.meanAbsoluteError), square: number(judged.rootMeanSquareError), tasks })
    case 'texts':
      return t.wordErrors({ rate: share(judged.wordErrorRate), exact: share(judged.accuracy), tasks })
  }
}
