import type { SpansResponse } from '@canut/contract'
import { codePointsOf } from './code-points.ts'
import type { ExportContext, ExportFormat, ExportRow } from './format.ts'
import { labelNames } from './class-list.ts'
import { spansOf, textOf } from './spans.ts'
import { freeName } from './entry-names.ts'
import { zipOf, type ZipEntry } from './zip.ts'
import { NameSet } from './name-set.ts'

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
  write: (rows, context) => zipOf(context, () => entriesOf(rows, context)),
}

async function* entriesOf(rows: AsyncIterable<ExportRow>, context: ExportContext): AsyncGenerator<ZipEntry, void, undefined> {
  const names = typeNames()
  for (const label of labelNames(context.batch.settings)) names.entity(label)
  for await (const { task, payload, response } of rows) {
    if (response === null) continue
    // readers of text make CR and LF one character, and then the offsets would be off
    const text = textOf(payload).replaceAll('\r', '\n')
    const name = String(task).padStart(6, '0')
    yield { name: `${name}.txt`, content: text }
    yield { name: `${name}.ann`, content: annotationsOf(text, spansOf(response), names) }
  }
  yield* names.configuration()
}

function annotationsOf(text: string, { spans, relations = [] }: SpansResponse, names: TypeNames): string {
  const places = codePointsOf(text)
  const numbers = new Map(spans.map(({ id }, place) => [id, `T${place + 1}`]))
  const lines = spans.map(({ start, end, label }, place) => {
    const pieces = piecesOf(places.slice(start, end), start)
    const offsets = pieces.map((piece) => `${piece.start} ${piece.end}`).join(';')
    return `T${place + 1}\t${names.entity(label)} ${offsets}\t${pieces.map((piece) => piece.text).join(' ')}\n`
  })
  const joined = relations.map(
    ({ from, to, label }, place) =>
      `R${place + 1}\t${names.relation(label)} Arg1:${numbers.get(from) ?? ''} Arg2:${numbers.get(to) ?? ''}\n`,
  )
  return [...lines, ...joined].join('')
}

/** A span may not hold a line end: one that does is written as several pieces of the same. */
function piecesOf(covered: string, start: number): { start: number; end: number; text: string }[] {
  const pieces: { start: number; end: number; text: string }[] = []
  let at = start
  for (const line of covered.split(/(\n)/)) {
    const end = at + codePointsOf(line).count
    if (line !== '' && line !== '\n') pieces.push({ start: at, end, text: line.replaceAll(/[\t\v\f\u0085\u2028\u2029]/g, ' ') })
    at = end
  }
  return pieces.length === 0 ? [{ start, end: at, text: '' }] : pieces
}

type TypeNames = ReturnType<typeof typeNames>

/** Names of types are words of ASCII; each label has one of its own, and visual.conf says what it stands for. */
function typeNames() {
  const taken = new NameSet()
  const kind = () => {
    const known = new Map<string, string>()
    return {
      known,
      nameOf(label: string): string {
        const name = known.get(label) ?? freeName(taken, typeName(label), '')
        known.set(label, name)
        return name
      },
    }
  }
  const [entities, relations] = [kind(), kind()]
  return {
    entity: entities.nameOf,
    relation: relations.nameOf,
    *configuration(): Generator<ZipEntry, void, undefined> {
      const [entityNames, relationNames] = [[...entities.known.values()], [...relations.known.values()]]
      const joins = relationNames.map((name) => `${name} Arg1:<ENTITY>, Arg2:<ENTITY>\n`).join('')
      yield {
        name: 'annotation.conf',
        content: `[entities]\n${entityNames.join('\n')}\n\n[relations]\n${joins}\n[events]\n\n[attributes]\n`,
      }
      const labels = [...entities.known, ...relations.known]
        .map(([label, name]) => `${name} | ${label.replaceAll(/[|\s]+/g, ' ')}\n`)
        .join('')
      yield { name: 'visual.conf', content: `[labels]\n${labels}\n[drawing]\n${DRAWING}` }
    },
  }
}

/** As brat draws without a configuration. */
const DRAWING = 'SPAN_DEFAULT fgColor:black, bgColor:lightgreen, borderColor:darken\nARC_DEFAULT color:black, arrowHead:triangle-5\n'

function typeName(label: string): string {
  const plain = label
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9_-]+/g, '_')
  return /^[A-Za-z]/.test(plain) ? plain : `T${plain === '_' ? '' : `_${plain}`}`
}
