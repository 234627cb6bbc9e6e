import { textIn } from '../../platform/members.ts'
import type { Segment, TranscribeResponse } from '@canut/contract'
import type { ExportFormat, ExportRow } from './format.ts'
import { entryNames } from './entry-names.ts'
import type { Spool } from './spool.ts'
import { zipOf, type ZipEntry } from './zip.ts'

/** Subtitles, a file per recording, in the two forms that players read. */
export const webVtt: ExportFormat = {
  name: 'vtt.zip',
  mediaType: 'application/zip',
  title: { en: 'WebVTT', fr: 'WebVTT' },
  summary: {
    en: 'A file of subtitles per recording, with who speaks, as browsers play it.',
    fr: 'Un fichier de sous-titres par enregistrement, avec la personne qui parle, tel que les navigateurs le lisent.',
  },
  types: ['transcribe'],
  answers: ['results'],
  write: (rows, context) => zipOf(context, (openSpool) => captionsOf(rows, openSpool, { end: '.vtt', write: vttOf })),
}

export const srt: ExportFormat = {
  name: 'srt.zip',
  mediaType: 'application/zip',
  title: { en: 'SubRip (SRT)', fr: 'SubRip (SRT)' },
  summary: {
    en: 'A file of subtitles per recording, as almost every player and editor reads it.',
    fr: 'Un fichier de sous-titres par enregistrement, tel que presque tous les lecteurs et logiciels de montage le lisent.',
  },
  types: ['transcribe'],
  answers: ['results'],
  write: (rows, context) => zipOf(context, (openSpool) => captionsOf(rows, openSpool, { end: '.srt', write: srtOf })),
}

async function* captionsOf(
  rows: AsyncIterable<ExportRow>,
  openSpool: () => Spool,
  { end, write }: { end: string; write: (segments: readonly Segment[]) => string },
): AsyncGenerator<ZipEntry, void, undefined> {
  const names = entryNames(openSpool())
  for await (const { payload, response } of rows) {
    if (response === null) continue
    const name = await names.take('', textIn(payload, 'audio', 'video', 'media'), end)
    yield { name, content: write((response as TranscribeResponse).segments) }
  }
  yield* names.listRenamed()
}

function vttOf(segments: readonly Segment[]): string {
  const cues = segments.map(({ speaker, text, ...times }) => {
    const voice = speaker === undefined || speaker === '' ? '' : `<v ${escapeVtt(speaker.replaceAll(/[\s<>]+/g, ' ').trim())}>`
    return `\n${interval(times, '.')}\n${voice}${escapeVtt(withoutBlankLines(text))}\n`
  })
  return `WEBVTT\n${cues.join('')}`
}

function srtOf(segments: readonly Segment[]): string {
  return segments
    .map(({ speaker, text, ...times }, place) => {
      const who = speaker === undefined || speaker === '' ? '' : `${speaker.replaceAll(/\s+/g, ' ')}: `
      return `${place + 1}\n${interval(times, ',')}\n${withoutArrow(`${who}${withoutBlankLines(text)}`)}\n\n`
    })
    .join('')
}

const SHORTEST_SECONDS = 0.001

/** A cue must end after it begins. */
function interval({ start, end }: { start: number; end: number }, point: '.' | ','): string {
  return `${timeOf(start, point)} --> ${timeOf(Math.max(end, start + SHORTEST_SECONDS), point)}`
}

function timeOf(seconds: number, point: '.' | ','): string {
  const ms = Math.round(seconds * 1000)
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}${point}${String(ms % 1000).padStart(3, '0')}`
}

/** An empty line would end the cue. */
const withoutBlankLines = (text: string): string =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')

/** Players take a line with a time on each side of an arrow for the next cue, wherever it stands, and SRT has no escapes. */
const withoutArrow = (text: string): string => text.replaceAll(/-->(?=\s*\d)/g, '->')

/** With every > escaped, no text holds the arrow that begins a cue. */
const escapeVtt = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
