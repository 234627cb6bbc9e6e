import { Command, InvalidArgumentError } from 'commander'
import { basename } from 'node:path'
import {
  describeReplay,
  readCrowd,
  replayCrowd,
  replayMessages,
  startOwnInstance,
  type OwnInstance,
  type RecordedCrowd,
  type ReplayReport,
} from '../replay/index.ts'
import { systemClock } from '../platform/clock.ts'
import { StartupProblem } from '../platform/startup-problem.ts'
import { interruptible } from './interrupt.ts'
import { createProgress } from './progress.ts'
import { commandLocale } from './speak.ts'

const EXIT_CHECK_FAILED = 2

interface ReplayCommandOptions {
  truth?: string
  url?: string
  token?: string
  concurrency: number
  keep?: true
  json?: true
}

export function replayCommand(): Command {
  return new Command('replay')
    .description('let a recorded crowd do its work again through HTTP: publish, lease, submit, review, pay, export, close, verify')
    .argument('<labels>', 'CSV, TSV or JSON Lines with the columns task, worker, label')
    .option('--truth <file>', 'the same with the columns task, label: then the report has the accuracy of each method')
    .option('--url <address>', 'an instance that runs already (default: a temporary one of its own)')
    .option('--token <token>', 'of a steward of that instance, with the scopes request and steward (or in CANUT_TOKEN)')
    .option('--concurrency <n>', 'recorded workers who work at the same time, 1 to 1000', parseConcurrency, 16)
    .option('--keep', 'keep the temporary instance and say where it is')
    .option('--json', 'print the report as JSON')
    .addHelpText(
      'after',
      `
In the JSON, responses, repeats, overAssigned, lapsed and paid are counts; the accuracies are fractions (0 to 1) of the
tasks with a known truth, computed from the exported responses; ledger is "verified" or "not verified".
With --url, people of that instance see the batch while it is replayed, and could take a task of it: use one for tests.
What is paid is paid in XTS, the currency code for testing. A worker who labelled a task twice does it once, with the
last label. Ends with 0 when every check passed, 2 when one failed, 1 when it could not be done, 130 when it was stopped
(then what was submitted is approved, and the batch closed).`,
    )
    .action(async (labels: string, options: ReplayCommandOptions) => {
      const report = await interruptible((signal) => replay(labels, options, signal))
      process.stdout.write(options.json === true ? `${JSON.stringify(report, null, 2)}\n` : describeReplay(report, commandLocale()))
      if (!report.ok) process.exitCode = EXIT_CHECK_FAILED
    })
}

async function replay(labels: string, options: ReplayCommandOptions, signal: AbortSignal): Promise<ReplayReport> {
  const given = options.url === undefined ? null : instanceGiven(options.url, options.token ?? process.env['CANUT_TOKEN'])
  const crowd = await readCrowd(labels, options.truth ?? null)
  if (given !== null) return replayOn(given, crowd, labels, options.concurrency, signal)

  const locale = commandLocale()
  say(replayMessages[locale].steps.instance)
  const own: OwnInstance = await startOwnInstance({ signal, keep: options.keep === true })
  try {
    return await replayOn(own, crowd, labels, options.concurrency, signal)
  } finally {
    await own.stop()
    if (options.keep === true) process.stderr.write(`${replayMessages[locale].instance.kept({ folder: own.dataDir })}\n`)
  }
}

async function replayOn(
  { url, token }: { url: string; token: string },
  crowd: RecordedCrowd,
  labels: string,
  concurrency: number,
  signal: AbortSignal,
): Promise<ReplayReport> {
  const t = replayMessages[commandLocale()].steps
  const progress = createProgress()
  try {
    return await replayCrowd({
      url,
      token,
      crowd,
      concurrency,
      signal,
      name: nameOf(labels),
      now: systemClock(),
      onStep(step) {
        progress.end()
        say(t[step])
      },
      onWork: (done, perSecond) => progress.show(() => t.work({ done, total: crowd.responses, perSecond: perSecond.toFixed(0) })),
    })
  } finally {
    progress.end()
  }
}

function say(step: string): void {
  process.stderr.write(`${step} …\n`)
}

/** Crowds are often called `labels.csv`, in a folder that says which. */
function nameOf(file: string): string {
  return basename(file).slice(0, 80)
}

function instanceGiven(url: string, token: string | undefined): { url: string; token: string } {
  const { api: en } = replayMessages.en
  const { api: fr } = replayMessages.fr
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new StartupProblem('wrong_settings', { en: en.notAnAddress({ url }), fr: fr.notAnAddress({ url }) })
  if (token === undefined || token === '') throw new StartupProblem('wrong_settings', { en: en.tokenNeeded, fr: fr.tokenNeeded })
  return { url, token }
}

function parseConcurrency(text: string): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= 1 && value <= 1000) return value
  throw new InvalidArgumentError('It is a whole number from 1 to 1000.')
}
