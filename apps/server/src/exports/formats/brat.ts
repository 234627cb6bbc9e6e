import type { SpansResponse } from '@canut/contract'
import { codePointsOf } from './code-points.ts'
import type { ExportContext, ExportFormat, ExportRow } from './format.ts'
import { labelNames } from './class-list.ts'
import { spansOf, textOf } from './spans.ts'
import { zipOf, type ZipEntry } from './zip.ts'

/** Standoff annotation as brat reads it: a text and its spans and relations in a file beside it. Overlaps are kept. */
export const brat: ExportFormat = {
  name: 'brat.zip',
  mediaType: 'application/zip',
  title: { en: 'brat', fr: 'brat' },
  summary: {
    en: 'The text of each task with its spans and relations beside it, to be looked at and edited in brat.',
    fr: 'Le texte de chaque tâche avec, à côté, ses passages et ses relations, à regarder et à modifier dans brat.',
  },
  types: ['spans'],
  answers: ['results'],
  write: (rows, context) => zipOf(entriesOf(rows, context), context.now),
}

async function* entriesOf(rows: AsyncIterable<ExportRow>, context: ExportContext): AsyncGenerator<ZipEntry, void, undefined> {
  const entities = new Set(labelNames(context.batch.settings).map(typeName))
  const relations = new Set<string>()
  for await (const { task, payload, response } of rows) {
    if (response === null) continue
    const found = spansOf(response)
    for (const { label } of found.spans) entities.add(typeName(label))
    for (const { label } of found.relations ?? []) relations.add(typeName(label))
    const name = String(task).padStart(6, '0')
    yield { name: `${name}.txt`, content: textOf(payload) }
    yield { name: `${name}.ann`, content: annotationsOf(textOf(payload), found) }
  }
  const relationLines = [...relations].map((name) => `${name} Arg1:<ENTITY>, Arg2:<ENTITY>\n`).join('')
  const configuration = `[entities]\n${[...entities].join('\n')}\n\n[relations]\n${relationLines}\n[events]\n\n[attributes]\n`
  yield { name: 'annotation.conf', content: configuration }
}

function annotationsOf(text: string, { spans, relations = [] }: SpansResponse): string {
  const places = codePointsOf(text)
  const numbers = new Map(spans.map(({ id }, place) => [id, `T${place + 1}`]))
  const lines = spans.map(({ start, end, label }, place) => {
    const pieces = piecesOf(places.slice(start, end), start)
    const offsets = pieces.map((piece) => `${piece.start} ${piece.end}`).join(';')
    return `T${place + 1}\t${typeName(label)} ${offsets}\t${pieces.map((piece) => piece.text).join(' ')}\n`
  })
  const joined = relations.map(
    ({ from, to, label }, place) => `R${place + 1}\t${typeName(label)} Arg1:${numbers.get(from) ?? ''} Arg2:${numbers.get(to) ?? ''}\n`,
  )
  return [...lines, ...joined].join('')
}

/** A span may not hold a line end: one that does is written as several pieces of the same. */
function piecesOf(covered: string, start: number): { start: number; end: number; text: string }[] {
  const pieces: { start: number; end: number; text: string }[] = []
  let at = start
  for (const line of covered.split(/(\r\n|\n|\r)/)) {
    const end = at + [...line].length
    if (line !== '' && !/^[\r\n]+$/.test(line)) pieces.push({ start: at, end, text: line.replaceAll('\t', ' ') })
    at = end
  }
  return pieces.length === 0 ? [{ start, end: at, text: '' }] : pieces
}

/** Names of types are words of letters, digits, - and _; others become _. */
const typeName = (label: string): string => label.replaceAll(/[^\p{L}\p{M}\p{N}_-]+/gu, '_')
