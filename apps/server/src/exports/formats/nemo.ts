import { textIn } from '../../platform/members.ts'
import type { TranscribeResponse, VoiceResponse } from '@canut/contract'
import type { ExportContext, ExportFormat, ExportRow } from './format.ts'
import { factsOf } from './row-facts.ts'

/** Manifest of speech for NVIDIA NeMo and programs like it: one line per stretch of speech. */
export const nemo: ExportFormat = {
  name: 'nemo.jsonl',
  mediaType: 'application/jsonl; charset=utf-8',
  title: { en: 'NeMo manifest', fr: 'Manifeste NeMo' },
  summary: {
    en: 'A line per stretch of speech with its file, begin, length and text, to train speech recognition with.',
    fr: 'Une ligne par passage parlé avec son fichier, son début, sa durée et son texte, pour entraîner la reconnaissance de la parole.',
  },
  types: ['transcribe', 'voice'],
  answers: ['results', 'responses'],
  write: writeNemo,
}

async function* writeNemo(rows: AsyncIterable<ExportRow>, context: ExportContext): AsyncGenerator<string, void, undefined> {
  const { batch, language } = context
  for await (const row of rows) {
    if (row.response === null) continue
    const common = { ...(language === null ? {} : { lang: language }), ...factsOf(row, context) }
    const lines = batch.taskType === 'voice' ? [spoken(row)] : transcribed(row)
    yield lines.map((line) => `${JSON.stringify({ ...line, ...common })}\n`).join('')
  }
}

function spoken({ payload, response }: ExportRow) {
  const { audio, duration } = response as VoiceResponse
  return { audio_filepath: audio, duration, text: textIn(payload, 'sentence') }
}

function transcribed({ payload, response }: ExportRow) {
  const file = textIn(payload, 'audio', 'video', 'media')
  return (response as TranscribeResponse).segments.map(({ start, end, text, speaker }) => ({
    audio_filepath: file,
    offset: start,
    duration: Math.round((end - start) * 1000) / 1000,
    text,
    ...(speaker === undefined || speaker === '' ? {} : { speaker }),
  }))
}
