import type { BatchRow } from '../../batches/index.ts'
import { brat } from './brat.ts'
import { srt, webVtt } from './captions.ts'
import { coco } from './coco.ts'
import { commonVoice } from './common-voice.ts'
import { conll } from './conll.ts'
import { alto, hocr } from './documents.ts'
import type { AnswerKind, ExportFormat } from './format.ts'
import { manifest, maskManifest } from './ground-truth.ts'
import { labelStudio } from './label-studio.ts'
import { masks } from './masks.ts'
import { audioFolder, imageFolder } from './media-folder.ts'
import { nemo } from './nemo.ts'
import { parquet } from './parquet.ts'
import { preference } from './preference.ts'
import { qrels } from './qrels.ts'
import { spacy } from './spacy.ts'
import { tmx } from './tmx.ts'
import { voc } from './voc.ts'
import { workerResponses } from './worker-responses.ts'
import { xliff } from './xliff.ts'
import { yolo } from './yolo.ts'

/** Every way to write answers down besides CSV and JSON Lines, in the order in which requesters see them: those of one kind of task first. */
export const exportFormats: readonly ExportFormat[] = [
  coco,
  yolo,
  voc,
  masks,
  imageFolder,
  conll,
  brat,
  spacy,
  webVtt,
  srt,
  nemo,
  commonVoice,
  audioFolder,
  alto,
  hocr,
  tmx,
  xliff,
  qrels,
  preference,
  manifest,
  maskManifest,
  workerResponses,
  labelStudio,
  parquet,
]

type TypedBatch = Pick<BatchRow, 'task_type' | 'settings'>

export function findFormat(name: string): ExportFormat | null {
  return exportFormats.find((format) => format.name === name) ?? null
}

/** Those that can hold these answers of this batch. */
export function formatsFor(batch: TypedBatch, answers: AnswerKind): ExportFormat[] {
  return exportFormats.filter((format) => fits(format, batch, answers))
}

export function fits(format: ExportFormat, { task_type: taskType, settings }: TypedBatch, answers: AnswerKind): boolean {
  const isOfType = format.types === null || format.types.includes(taskType)
  return isOfType && format.answers.includes(answers) && (format.suits?.(settings) ?? true)
}
