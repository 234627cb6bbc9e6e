import { setTimeout } from 'node:timers/promises'
import { columnsOfRule, createBatch, getBatch, publishBatch } from '../batches/index.ts'
import { createPassage, passDue } from '../chains/index.ts'
import { streamImport } from '../imports/index.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { requestAggregation } from '../results/index.ts'
import { jsonLine } from '../platform/tables/index.ts'
import { findTaskType, getTaskSetup, secondsOf, singVowels, type Vowel } from '../task-types/index.ts'
import { leaseTasks, submitResponses } from '../work/index.ts'
import { findHolder, receiveWorkerFile } from '../work-files/index.ts'
import { pseudoRandom, taken, tellProject, type Cast } from './demo-cast.ts'

/** What is said, and so what is right to write down. The voices are made by a program, which can sing vowels only. */
const SAID: readonly (readonly Vowel[])[] = [
  ['a', 'i', 'o'],
  ['o', 'a', 'e'],
  ['i', 'u', 'a'],
  ['e', 'o', 'i'],
  ['u', 'a', 'o'],
  ['a', 'e', 'i', 'o'],
]
const RECORDED = 4
const TRANSCRIBED = 5
const CHECKED = 3

interface DemoStep {
  readonly type: 'voice' | 'transcribe' | 'check'
  readonly name: string
  readonly redundancy: number
  readonly priceMicros: bigint
  readonly estimateSeconds: number
}

const RECORD: DemoStep = { type: 'voice', name: '1. Record · Enregistrer', redundancy: 2, priceMicros: 150_000n, estimateSeconds: 25 }
const TRANSCRIBE: DemoStep = {
  type: 'transcribe',
  name: '2. Transcribe · Transcrire',
  redundancy: 2,
  priceMicros: 180_000n,
  estimateSeconds: 35,
}
const CHECK: DemoStep = { type: 'check', name: '3. Check · Vérifier', redundancy: 1, priceMicros: 60_000n, estimateSeconds: 12 }

/**
 * The chain of a voice assistant, under way: some sentences are recorded, some recordings transcribed, some transcripts
 * checked, and whoever visits can go on with any of the three.
 */
export async function loadVoiceChain(services: Services, cast: Cast, later: (ms: number) => void): Promise<void> {
  const projectId = await tellProject(services, cast, {
    name: 'A reading desk that listens · Une borne qui écoute',
    taskType: 'voice',
    language: null,
    purpose: 'A desk in the hall of the library should understand what visitors ask aloud: sentences are read, written down and checked.',
    resultUse: 'train_ai',
  })
  const [record, transcribe, check] = [
    await makeStep(services, cast, projectId, RECORD),
    await makeStep(services, cast, projectId, TRANSCRIBE),
    await makeStep(services, cast, projectId, CHECK),
  ]
  await importSentences(services, cast, record)
  const join = async (from: string, to: string) =>
    taken(
      await createPassage(services, {
        projectId,
        from,
        to,
        rule: { moment: 'submitted', condition: { kind: 'all' }, samplePercent: 100, most: null },
        by: cast.requesterId,
      }),
    )
  await join(record, transcribe)
  await join(transcribe, check)
  for (const batchId of [record, transcribe, check]) taken(await publishBatch(services, { batchId, by: cast.requesterId }))

  const work = { services, cast, later }
  await respond(work, { batchId: record, step: RECORD, tasks: RECORDED }, recordVoice(services))
  await passUntil(services, transcribe, RECORDED * RECORD.redundancy)
  await respond(work, { batchId: transcribe, step: TRANSCRIBE, tasks: TRANSCRIBED }, ({ number, errs }) => ({
    segments: [
      { start: 0, end: secondsOf(saidIn(number)), text: errs ? written(saidIn(number)).replace('a', 'e') : written(saidIn(number)) },
    ],
  }))
  await requestAggregation(services, transcribe)
  await passUntil(services, check, TRANSCRIBED)
  await respond(work, { batchId: check, step: CHECK, tasks: CHECKED }, ({ number }) => ({ ok: true, text: written(saidIn(number)) }))
}

const LOOKS = 200
const PAUSE_MS = 200

/** Until so many tasks have passed: jobs of this instance, or another process of it, may be at it already. */
async function passUntil(services: Services, batchId: string, tasks: number): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    await passDue(services)
    const { task_count: passed } = await getBatch(services.db, batchId)
    if (passed >= tasks) return
    await setTimeout(PAUSE_MS)
  }
  throw new Error('the answers of the demonstration did not pass')
}

const written = (vowels: readonly Vowel[]): string => vowels.map((vowel) => (vowel === 'u' ? 'ou' : vowel)).join(' ')

/** Each sentence is recorded twice, one recording after the other, so two tasks of the next steps are about the same. */
const saidIn = (number: number): readonly Vowel[] => SAID[Math.floor((number - 1) / RECORD.redundancy)] ?? []

async function makeStep(services: Services, cast: Cast, projectId: string, step: DemoStep): Promise<string> {
  const sample = findTaskType(step.type)?.sample
  if (sample === undefined) throw new Error(`the demonstration needs the task type ${step.type}`)
  const batch = taken(
    await createBatch(services, {
      projectId,
      taskType: step.type,
      terms: {
        name: step.name,
        settings: sample.settings,
        redundancy: step.redundancy,
        ...columnsOfRule({ kind: 'fixed' }),
        max_per_worker: null,
        price_micros: step.priceMicros,
        currency: 'EUR',
        estimate_seconds: step.estimateSeconds,
        review_days: 3,
        priority: 3,
      },
      instructions: `${sample.instructions.en}\n\n---\n\n${sample.instructions.fr}`,
      by: cast.requesterId,
    }),
  )
  return batch.id
}

async function importSentences(services: Services, cast: Cast, batchId: string): Promise<void> {
  const lines = SAID.map((vowels) => jsonLine({ sentence: written(vowels), locale: 'fr-FR' })).join('')
  taken(
    await streamImport(services, {
      batchId,
      source: oneBlock(lines),
      bytesTotal: null,
      fileName: 'sentences.jsonl',
      format: 'jsonl',
      mode: 'load',
      onBadRows: 'refuse',
      by: cast.requesterId,
    }),
  )
}

async function* oneBlock(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

interface Given {
  readonly number: number
  readonly assignmentId: string
  readonly errs: boolean
}

interface Work {
  readonly services: Services
  readonly cast: Cast
  readonly later: (ms: number) => void
}

/** Workers in turn do the first tasks of a step. */
async function respond(
  { services, cast, later }: Work,
  { batchId, step, tasks }: { readonly batchId: string; readonly step: DemoStep; readonly tasks: number },
  answer: (given: Given) => unknown,
): Promise<void> {
  for (let number = 1; number <= tasks; number++) {
    for (let turn = 0; turn < step.redundancy; turn++) {
      // the last worker is the one whom visitors are shown, and has done nothing here yet
      const worker = cast.workers[(number + turn) % (cast.workers.length - 1)]
      if (worker === undefined) throw new Error('the demonstration has no workers')
      const [lease] = taken(await leaseTasks(services, { batchId, workerId: worker.id, count: 1, numbers: [number] })).leases
      if (lease === undefined) throw new Error(`task ${number} of the chain could not be leased`)
      const seconds = step.estimateSeconds * (0.6 + pseudoRandom(number, turn))
      later(seconds * 1000)
      const errs = turn > 0 && pseudoRandom(number * 5 + turn, worker.id.length) > worker.accuracy
      const response = await answer({ number, assignmentId: lease.assignmentId, errs })
      const [outcome] = await submitResponses(services, worker.id, [
        { assignmentId: lease.assignmentId, response, workMs: Math.round(seconds * 1000) },
      ])
      if (outcome === undefined || !outcome.ok) throw new Error(`a response of the chain was refused: ${JSON.stringify(outcome)}`)
    }
  }
}

/** The file of a recording is sent first, as a browser does. */
function recordVoice(services: Services) {
  return async ({ number, assignmentId }: Given) => {
    const vowels = SAID[number - 1] ?? []
    const holder = await findHolder(services.db, assignmentId)
    const wanted = holder === null ? undefined : getTaskSetup(holder.taskType, holder.settings).files
    if (holder === null || wanted === undefined) throw new Error('the demonstration records for a task that takes no files')
    const content = oneSound(singVowels(vowels))
    const received = await receiveWorkerFile(services, { holder, wanted }, { name: 'voice.wav', keepExif: false, content })
    if (!received.ok) throw new Error(`a recording of the demonstration was refused: ${received.error.code}`)
    return { audio: publicId('fil', received.value), duration: secondsOf(vowels), sampleRate: 16_000, peakDb: -9, clipped: false }
  }
}

async function* oneSound(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
