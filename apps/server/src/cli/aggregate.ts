import { Command, InvalidArgumentError, Option } from 'commander'
import { resolve } from 'node:path'
import { aggregatedJson, aggregateFile, aggregateMessages, answerFormat, describeAggregated, type Aggregated } from '../aggregate/index.ts'
import { METHOD_NAMES, METHODS, parseMethod, settingProblems, type MethodName } from '../methods/index.ts'
import { systemClock } from '../platform/clock.ts'
import { formatNumber, type Locale } from '../platform/i18n/index.ts'
import { StartupProblem } from '../platform/startup-problem.ts'
import { interruptible } from './interrupt.ts'
import { createProgress } from './progress.ts'
import { commandLocale } from './speak.ts'

interface AggregateOptions {
  method: MethodName
  truth?: string
  gold?: string
  seed?: number
  order?: string[]
  repeats: 'last' | 'all'
  out?: string
  report?: string
  json?: true
}

const TICK_MS = 500

export function aggregateCommand(): Command {
  const named = (kind: 'labels' | 'numbers' | 'texts') => METHOD_NAMES.filter((name) => METHODS[name].kind === kind).join(', ')
  return new Command('aggregate')
    .description('find one answer per task from many people’s labels, numbers or texts; needs no instance')
    .argument('<labels>', 'CSV, TSV, JSON Lines or Parquet with the columns task, worker and label (or text)')
    .option('--method <name>', 'one of those below', parseMethodName, 'auto' as const)
    .option('--truth <file>', 'the same with the columns task, label (or text): what the answers are compared with')
    .option('--gold <file>', 'the same: true labels that the method may learn from; they do not count in the accuracy')
    .option('--order <label...>', 'for ordinal-dawid-skene: all labels, the least first (numbers need none)')
    .option('--seed <n>', 'for methods that draw numbers: the same seed, the same answers (default: 0)', parseSeed)
    .addOption(
      new Option('--repeats <which>', 'of a worker who answered a task again, which responses count')
        .choices(['last', 'all'])
        .default('last'),
    )
    .option('--out <file>', 'write the answers: .csv, .tsv or .jsonl')
    .option('--report <file>', 'write a page with figures and plots: .html')
    .option('--json', 'print the figures as JSON')
    .addHelpText(
      'after',
      `
Methods
  of labels   ${named('labels')}
  of numbers  ${named('numbers')} (the column label holds numbers)
  of texts    ${named('texts')} (the column text)

In the JSON, tasks, workers and labels are counts, labels the responses that counted.
accuracy (with --truth) is a fraction of the tasks with a known truth; a tie of n labels counts 1/n. seconds are those of the
method alone, readSeconds those of reading. Texts have wordErrorRate too, and their accuracy is the share without a wrong word;
numbers have meanAbsoluteError and rootMeanSquareError instead. Where a bad line of a Parquet file is named, it is the row.
Files appear when they are whole. Ends with 0 when it was done, 1 when it could not be, 130 when it was stopped.`,
    )
    .action(async (labels: string, options: AggregateOptions) => {
      checkUsage(labels, options)
      const aggregated = await interruptible((signal) => aggregate(labels, options, signal))
      tellAside(aggregated)
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify(aggregatedJson(aggregated), null, 2)}\n`
          : describeAggregated(aggregated, commandLocale()),
      )
    })
}

async function aggregate(labels: string, options: AggregateOptions, signal: AbortSignal): Promise<Aggregated> {
  const locale = commandLocale()
  const t = aggregateMessages[locale].steps
  const progress = createProgress()
  let ticking: NodeJS.Timeout | undefined
  const stopTicking = () => {
    clearInterval(ticking)
    progress.end()
  }
  const format = options.out === undefined ? null : answerFormat(options.out)
  try {
    return await aggregateFile({
      labels,
      method: options.method,
      truth: options.truth ?? null,
      gold: options.gold ?? null,
      seed: options.seed ?? null,
      order: options.order ?? null,
      repeats: options.repeats,
      out: options.out === undefined || format === null ? null : { path: options.out, format },
      report: options.report ?? null,
      locale,
      now: systemClock(),
      signal,
      onStep(step) {
        stopTicking()
        process.stderr.write(`${step === 'compute' ? t.compute({ method: options.method }) : t[step]} …\n`)
        if (step !== 'compute') return
        const startedAt = performance.now()
        ticking = setInterval(
          () => progress.show(() => t.computing({ seconds: Math.round((performance.now() - startedAt) / 1000) })),
          TICK_MS,
        )
      },
      onRead: (rows) => progress.show(() => t.reading({ rows: formatNumber(rows, locale) })),
    })
  } finally {
    stopTicking()
  }
}

/** Rows that could be of no use are not an error, but nobody should have to guess. */
function tellAside({ truthWithoutTask, goldWithoutTask }: Aggregated): void {
  const t = aggregateMessages[commandLocale()].summary
  if (truthWithoutTask > 0) process.stderr.write(`${t.truthWithoutTask({ count: truthWithoutTask })}\n`)
  if (goldWithoutTask > 0) process.stderr.write(`${t.goldWithoutTask({ count: goldWithoutTask })}\n`)
}

/** All problems of the command line at once, before anything is read. */
function checkUsage(labels: string, { method, truth, gold, seed, order, out, report }: AggregateOptions): void {
  const inputs = [labels, truth, gold].flatMap((file) => (file === undefined ? [] : resolve(file)))
  const inLanguage = (locale: Locale): string[] => {
    const t = aggregateMessages[locale].usage
    const settings = { seed: seed ?? null, order: order ?? null, hasGold: gold !== undefined }
    const problems = settingProblems(method, settings).map((problem) => t[problem]({ method }))
    if (out !== undefined && answerFormat(out) === null) problems.push(t.outEnding({ out }))
    if (report !== undefined && !/\.html?$/i.test(report)) problems.push(t.reportEnding({ report }))
    for (const file of [out, report]) {
      if (file !== undefined && inputs.includes(resolve(file))) problems.push(t.overwrites({ file }))
    }
    return problems
  }
  const [en, fr] = [inLanguage('en').join('\n'), inLanguage('fr').join('\n')]
  if (en !== '') throw new StartupProblem('wrong_settings', { en, fr })
}

function parseMethodName(text: string): MethodName {
  const method = parseMethod(text)
  if (method === null) throw new InvalidArgumentError(aggregateMessages[commandLocale()].usage.method({ names: METHOD_NAMES.join(', ') }))
  return method
}

function parseSeed(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new InvalidArgumentError(aggregateMessages[commandLocale()].usage.seed)
}
