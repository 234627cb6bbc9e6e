import type { ExportFormat, ExportRow } from './format.ts'
import { spansOf, textOf } from './spans.ts'

/** One object a line with `text` and `entities` as spaCy's Example.from_dict takes them: start, end, label, in code points. */
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

async function* writeSpacy(rows: AsyncIterable<ExportRow>): AsyncGenerator<string, void, undefined> {
  for await (const { task, payload, response, worker, confidence } of rows) {
    if (response === null) continue
    const { spans, relations = [] } = spansOf(response)
    const places = new Map(spans.map(({ id }, place) => [id, place]))
    const line = {
      text: textOf(payload),
      entities: spans.map(({ start, end, label }) => [start, end, label]),
      ...(relations.length === 0
        ? {}
        : { relations: relations.map(({ from, to, label }) => ({ head: places.get(from), child: places.get(to), label })) }),
      meta: { task, ...(worker === null ? { confidence } : { annotator: worker }) },
    }
    yield `${JSON.stringify(line)}\n`
  }
}
