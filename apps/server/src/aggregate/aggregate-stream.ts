import { accuracy, dawidSkeneStream, oneCoinDawidSkeneStream, type StreamedCrowd, type StreamedDawidSkene } from '@canut/aggregation'
import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isOfSystem, reasonOf } from '../platform/reason-of-error.ts'
import { StartupProblem } from '../platform/startup-problem.ts'
import { canutVersion } from '../platform/version.ts'
import type { AggregateFile } from './aggregate-options.ts'
import { aggregateMessages as messages } from './aggregate.messages.ts'
import { answerLines } from './answer-lines.ts'
import { unseenTruth, type Aggregated, type Answers, type Judged } from './compute.ts'
import { METHODS, type MethodName } from '../methods/index.ts'
import { readResponses, type ReadResponses } from './read-responses.ts'
import { createSpool, type Spool, type SpooledCrowd } from './spool.ts'
import { writeWhole } from './write-whole.ts'

/**
 * Dawid–Skene, with matrices or one coin per worker, for a file that does not fit in memory: responses are sorted by task in a temporary folder, and read again in each round.
 * The folder is removed however it ends, but for a kill.
 *
 * @throws as `aggregateFile`; StartupProblem when the folder has no room; AggregationError what the method refuses.
 */
export async function aggregateStream(options: AggregateFile): Promise<Aggregated> {
  const folder = await withRoom(tmpdir(), () => mkdtemp(join(tmpdir(), 'canut-aggregate-')))
  // a second Ctrl-C ends the process at once
  const removeAtExit = () => rmSync(folder, { recursive: true, force: true })
  process.on('exit', removeAtExit)
  try {
    return await aggregateIn(folder, options)
  } finally {
    process.off('exit', removeAtExit)
    await rm(folder, { recursive: true, force: true })
  }
}

async function aggregateIn(folder: string, options: AggregateFile): Promise<Aggregated> {
  const { signal, out } = options
  const method = streamedMethod(options.method)
  options.onStep('read')
  const startedAt = performance.now()
  const { crowd, read } = await spoolResponses(folder, options)
  const readSeconds = (performance.now() - startedAt) / 1000

  options.onStep('compute')
  let rounds = 0
  const counted = {
    ...crowd,
    read() {
      options.onRound(rounds++)
      return crowd.read()
    },
  }
  const computedAt = performance.now()
  const result = await STREAMED[method](counted)
  const seconds = (performance.now() - computedAt) / 1000

  options.onStep('write')
  const parameters = { ...METHODS[method].parameters, ...(read.gold === null ? {} : { gold: read.gold.size }) }
  const { judge, judged } = judgeOf(method, read)
  const answers = judge(answersOf(crowd, result))
  if (out === null) for await (const _ of answers) continue
  else
    await writeWhole(
      out.path,
      linesOf(answers, answerLines({ method, version: canutVersion, chosen: null, parameters }, out.format)),
      signal,
    )
  return {
    computed: {
      method,
      parameters,
      chosen: null,
      iterations: result.iterations,
      converged: result.converged,
      tasks: crowd.tasks,
      workers: crowd.workers.length,
      labels: crowd.size,
      replaced: crowd.replaced,
      classes: crowd.classes,
      seconds,
      judged: judged(),
    },
    readSeconds,
    truthWithoutTask: read.truthWithoutTask,
    goldWithoutTask: read.goldWithoutTask,
  }
}

/** By the names of the methods that say `stream`. */
const STREAMED = {
  'dawid-skene': (crowd: StreamedCrowd) => dawidSkeneStream(crowd, METHODS['dawid-skene'].parameters),
  'one-coin-dawid-skene': (crowd: StreamedCrowd) => oneCoinDawidSkeneStream(crowd, METHODS['one-coin-dawid-skene'].parameters),
} as const satisfies Partial<Record<MethodName, unknown>>

function streamedMethod(method: MethodName): keyof typeof STREAMED {
  if (!Object.hasOwn(STREAMED, method)) throw new TypeError(`${method} does not read responses from the disk`)
  return method as keyof typeof STREAMED
}

async function spoolResponses(folder: string, options: AggregateFile) {
  const spool = createSpool(folder, options.repeats)
  try {
    const read = await readResponses({ ...options, kind: 'labels' }, collectorOf(spool, folder))
    return { read, crowd: await withRoom(folder, () => spool.sort(read.gold ?? new Map(), options.signal)) }
  } finally {
    spool.close()
  }
}

function collectorOf(spool: Spool, folder: string) {
  return {
    add(task: string, worker: string, label: string | number) {
      try {
        spool.add(task, worker, String(label))
      } catch (error) {
        throw noRoomOr(folder, error)
      }
    },
    build: () => null,
  }
}

async function withRoom<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw noRoomOr(folder, error)
  }
}

function noRoomOr(folder: string, error: unknown): unknown {
  if (!isOfSystem(error)) return error
  const { en, fr } = reasonOf(error.code)
  const sentences = { en: messages.en.noRoom({ folder, reason: en }), fr: messages.fr.noRoom({ folder, reason: fr }) }
  return new StartupProblem('crowd_not_usable', sentences, { cause: error })
}

type LabelAnswers = Extract<Answers, { kind: 'labels' }>

async function* answersOf(
  crowd: SpooledCrowd,
  { labels, answer }: Pick<StreamedDawidSkene, 'labels' | 'answer'>,
): AsyncGenerator<LabelAnswers, void, undefined> {
  const ids = crowd.readIds()
  try {
    for await (const chunk of crowd.read()) {
      const tasks = Array.from({ length: chunk.start.length - 1 }, () => ids.next().value ?? '')
      const { top, confidence } = answer(chunk)
      yield { kind: 'labels', tasks, labels, top, confidence }
    }
  } finally {
    ids.return()
  }
}

async function* linesOf(
  answers: AsyncIterable<LabelAnswers>,
  write: ReturnType<typeof answerLines>,
): AsyncGenerator<string, void, undefined> {
  for await (const some of answers) yield [...write(some)].join('')
}

/** Compares answers with the truth on their way. */
function judgeOf(method: MethodName, { truth, gold }: ReadResponses<unknown>) {
  const unseen = unseenTruth(truth as ReadonlyMap<string, string> | null, gold)
  const sum = { correct: 0, tasks: 0, tied: 0 }
  return {
    async *judge(answers: AsyncIterable<LabelAnswers>) {
      for await (const some of answers) {
        if (unseen !== null) {
          const { correct, tasks, tied } = accuracy({ method, ...some }, unseen)
          sum.correct += correct
          sum.tasks += tasks
          sum.tied += tied
        }
        yield some
      }
    },
    judged: (): Judged | null =>
      unseen === null
        ? null
        : { kind: 'labels', tasks: sum.tasks, accuracy: sum.tasks === 0 ? null : sum.correct / sum.tasks, tied: sum.tied },
  }
}
