import type { Span } from '@canut/contract'
import type { ExportContext, ExportFormat, ExportRow } from './format.ts'
import { factsOf } from './row-facts.ts'
import { sideBySide, spansOf, textOf } from './spans.ts'

/**
 * One object a line with `text`, and `entities` as spaCy's Example.from_dict takes them: start, end, label, in code points. spaCy
 * refuses entities that overlap: then the longest are the entities, and all are in `spans` under `sc`, the group that its span
 * categorizer reads.
 */
export const spacy: ExportFormat = {
  name: 'spacy.jsonl',
  mediaType: 'application/jsonl; charset=utf-8',
  title: { en: 'spaCy (JSON Lines)', fr: 'spaCy (JSON Lines)' },
  summary: {
    en: 'A line per text with the start, end and label of each span, to train spaCy with.',
    fr: 'Une ligne par texte avec le début, la fin et l’étiquette de chaque passage, pour entraîner spaCy.',
  },
  types: ['spans'],
  answers: ['results', 'responses'],
  write: writeSpacy,
}

async function* writeSpacy(rows: AsyncIterable<ExportRow>, context: ExportContext): AsyncGenerator<string, void, undefined> {
  for await (const row of rows) {
    const { payload, response } = row
    if (response === null) continue
    const { spans, relations = [] } = spansOf(response)
    const places = new Map(spans.map(({ id }, place) => [id, place]))
    const entities = sideBySide(spans)
    const line = {
      text: textOf(payload),
      entities: entities.map(triple),
      ...(entities.length === spans.length ? {} : { spans: { sc: spans.map(triple) } }),
      ...(relations.length === 0
        ? {}
        : { relations: relations.map(({ from, to, label }) => ({ head: places.get(from), child: places.get(to), label })) }),
      meta: factsOf(row, context),
    }
    yield `${JSON.stringify(line)}\n`
  }
}

const triple = ({ start, end, label }: Span) => [start, end, label]
