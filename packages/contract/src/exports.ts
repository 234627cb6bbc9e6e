import { z } from 'zod'
import { InstantView, MoneyView, publicIdOf } from './common.ts'
import { RunView } from './results.ts'

/** Ends of the names of files that answers are written to; which of them a batch has depends on its kind of task. */
export const ANSWER_FORMATS = [
  'csv',
  'jsonl',
  'parquet',
  'coco.json',
  'yolo.zip',
  'voc.zip',
  'masks.zip',
  'imagefolder.zip',
  'conll',
  'brat.zip',
  'spacy.jsonl',
  'vtt.zip',
  'srt.zip',
  'nemo.jsonl',
  'common-voice.zip',
  'audiofolder.zip',
  'alto.zip',
  'hocr.zip',
  'tmx',
  'xlf',
  'qrels',
  'preference.jsonl',
  'manifest.jsonl',
  'manifest.zip',
  'worker-responses.zip',
  'label-studio.json',
] as const

export const ANSWER_KINDS = ['responses', 'results'] as const

export const ExportParams = z.object({
  batch: publicIdOf('bat'),
  file: z.enum(ANSWER_KINDS.flatMap((answers) => ANSWER_FORMATS.map((format) => `${answers}.${format}` as const))),
})

export const ExportQuery = z.object({
  /** `spreadsheet`: texts that a spreadsheet would run as a formula get an apostrophe in front */
  for: z.enum(['programs', 'spreadsheet']).default('programs'),
  /** `v2-flat`: what a text ranking of a requester's page collected stands at the top of the answer, not under its name; JSON Lines of responses only */
  shape: z.enum(['nested', 'v2-flat']).default('nested'),
})

/** That people made the data of a batch, how many, for whom, and under which conditions. */
export const AboutExportView = z.object({
  madeBy: z.literal('people'),
  people: z.int(),
  batch: z.object({ id: publicIdOf('bat'), name: z.string(), taskType: z.string(), isDemo: z.boolean() }),
  project: z.object({
    id: publicIdOf('prj'),
    name: z.string(),
    purpose: z.string(),
    finalClient: z.string(),
    resultUse: z.string().nullable(),
    resultUseDetail: z.string(),
    dataDestination: z.string(),
    dataRetention: z.string(),
  }),
  /** earlier steps of a chain: batches whose answers became tasks of this one */
  madeFrom: z.array(z.object({ batch: publicIdOf('bat'), name: z.string(), tasks: z.int() })),
  chain: z.array(z.object({ party: z.string(), role: z.string(), country: z.string(), sharePercent: z.number() })),
  responses: z.object({
    underReview: z.int(),
    approved: z.int(),
    rejected: z.int(),
    /** late ones that were paid and are not part of the results */
    keptAside: z.int(),
    rejectionReasons: z.record(z.string(), z.int()),
  }),
  pay: z.object({
    perResponse: MoneyView,
    /** what the estimate of the requester came to */
    announcedPerHour: MoneyView,
    /** from the time that responses took; null when none was measured */
    medianPerHour: MoneyView.nullable(),
    medianWorkMs: z.number().nullable(),
    paid: MoneyView,
  }),
  firstSubmittedAt: InstantView.nullable(),
  lastSubmittedAt: InstantView.nullable(),
  /** how many responses a task could get, and by which rule; `extraInAll` were asked for beyond that, of single tasks */
  responsesPerTask: z.object({ most: z.int(), rule: z.unknown(), extraInAll: z.int() }),
  /** how the results were computed from the responses, and how far to trust it */
  run: RunView.pick({
    id: true,
    finishedAt: true,
    version: true,
    methodAsked: true,
    method: true,
    reason: true,
    parameters: true,
    agreement: true,
    alpha: true,
    goldTasks: true,
    accuracy: true,
    failure: true,
  }).nullable(),
  /** results that a person of the organisation settled instead of a method */
  adjudicated: z.int(),
  generatedAt: InstantView,
  software: z.string(),
})
