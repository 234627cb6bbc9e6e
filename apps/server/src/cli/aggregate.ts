import { Command, InvalidArgumentError, Option } from 'commander'
import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import {
  aggregatedJson,
  aggregateFile,
  aggregateMessages,
  answerFormat,
  describeAggregated,
  DISK_FROM_SHARE,
  memoryBytes,
  needsDisk,
  type Aggregated,
} from '../aggregate/index.ts'
import { describeMethod, METHOD_NAMES, METHODS, parseMethod, settingProblems, type MethodName } from '../methods/index.ts'
import { systemClock } from '../platform/clock.ts'
import { formatBytes, formatNumber, type Locale } from '../platform/i18n/index.ts'
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
  threads: number
  /** undefined: as the size of the file asks for */
  stream?: boolean
  /** megabytes */
  memory?: number
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
    .option('--order <label...>', 'for ordinal-dawid-skene: all labels, the least first; after the name of the file (numbers need none)')
    .option('--seed <n>', 'for methods that draw numbers: the same seed, the same answers (default: 0)', parseSeed)
    .addOption(
      new Option('--repeats <which>', 'of a worker who answered a task again, which responses count')
        .choices(['last', 'all'])
        .default('last'),
    )
    .option('--threads <n>', 'for dawid-skene: how many threads work side by side', parseThreads, 1)
    .option(
      '--stream',
      `for dawid-skene and one-coin: keep the responses on disk (default: files larger than 1/${DISK_FROM_SHARE} of the memory)`,
    )
    .option('--no-stream', 'keep them in memory, however large the file is')
    .option('--memory <MB>', 'the memory that counts for that (default: that of the machine or container)', parseMemory)
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

Each answer says by which method, version and parameters it was found; so does the JSON. There, tasks, workers and labels are counts, labels the responses that counted.
accuracy (with --truth) is a fraction of the tasks with a known truth; a tie of n labels counts 1/n. seconds are those of the
method alone, readSeconds those of reading. Texts have wordErrorRate too, and their accuracy is the share without a wrong word;
numbers have meanAbsoluteError and rootMeanSquareError instead. Where a bad line of a Parquet file is named, it is the row.
With --stream, ids of workers and labels, workers × labels² numbers (of one-coin: a few per worker), the truth and the gold are in memory;
the responses are sorted by task in a temporary folder (TMPDIR) of about three times the size of the file. The answers are the same, also
with --threads. Without it, memory is some 25 times the size of the file: where a file is larger than 1/${DISK_FROM_SHARE} of the memory, a method
that can keeps its responses on disk by itself and says so, but with --threads, --report or --no-stream.
Files appear when they are whole, in the place of those of the same name. Ends with 0 when it was done, 1 when it could not be, 130 when it was stopped.`,
    )
    .action(async (labels: string, options: AggregateOptions) => {
      checkUsage(labels, options)
      const stream = options.stream ?? (await isForDisk(labels, options))
      const aggregated = await interruptible((signal) => aggregate(labels, { ...options, stream }, signal))
      tellAside(aggregated)
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify(aggregatedJson(aggregated), null, 2)}\n`
          : describeAggregated(aggregated, commandLocale()),
      )
    })
}

/** Where nobody said: a file that is large for the memory, by a method that can. What cannot be read is refused where it is read. */
async function isForDisk(labels: string, { method, report, threads, memory }: AggregateOptions): Promise<boolean> {
  if (describeMethod(method).stream !== true || report !== undefined || threads > 1) return false
  const bytes = await stat(labels).then(
    ({ size }) => size,
    () => 0,
  )
  const of = memory === undefined ? memoryBytes() : memory * 1_000_000
  if (!needsDisk(bytes, of)) return false
  const locale = commandLocale()
  const sizes = { size: formatBytes(bytes, locale), memory: formatBytes(of, locale) }
  process.stderr.write(`${aggregateMessages[locale].onDisk({ file: basename(labels), share: DISK_FROM_SHARE, ...sizes })}\n`)
  return true
}

async function aggregate(labels: string, options: AggregateOptions, signal: AbortSignal): Promise<Aggregated> {
  const locale = commandLocale()
  const t = aggregateMessages[locale].steps
  const progress = createProgress()
  let ticking: NodeJS.Timeout | undefined
  let round: number | null = null
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
      threads: options.threads,
      stream: options.stream === true,
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
          () =>
            progress.show(() => {
              const seconds = Math.round((performance.now() - startedAt) / 1000)
              return round === null ? t.computing({ seconds }) : t.computingRound({ round, seconds })
            }),
          TICK_MS,
        )
      },
      onRound: (begun) => (round = begun),
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
function checkUsage(labels: string, { method, truth, gold, seed, order, threads, stream, out, report }: AggregateOptions): void {
  const inputs = [labels, truth, gold].flatMap((file) => (file === undefined ? [] : resolve(file)))
  const inLanguage = (locale: Locale): string[] => {
    const t = aggregateMessages[locale].usage
    const given = { seed: seed ?? null, order: order ?? null, threads, stream: stream === true }
    const settings = { ...given, hasGold: gold !== undefined, hasReport: report !== undefined }
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

function parseMemory(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError(aggregateMessages[commandLocale()].usage.memory)
}

function parseThreads(text: string): number {
  if (/^([1-9]|[1-5]\d|6[0-4])$/.test(text)) return Number(text)
  throw new InvalidArgumentError(aggregateMessages[commandLocale()].usage.threads)
}
