import { textIn } from '../../platform/members.ts'
import { labelsIn } from './labels-in.ts'
import { createHash } from 'node:crypto'
import { labelNames } from './class-list.ts'
import type { ExportContext, ExportFormat, ExportRow } from './format.ts'

/** Judgements of relevance as TREC's tools read them: topic, 0, document, grade. */
export const qrels: ExportFormat = {
  name: 'qrels',
  mediaType: 'text/plain; charset=utf-8',
  title: { en: 'TREC qrels', fr: 'TREC qrels' },
  summary: {
    en: 'A grade for each query and document, to evaluate a search engine with. Labels that are whole numbers are the grades, others count from 0 in their order.',
    fr: 'Une note par requête et document, pour évaluer un moteur de recherche. Les étiquettes qui sont des nombres entiers sont les notes, les autres comptent à partir de 0 dans leur ordre.',
  },
  types: ['text-class'],
  answers: ['results'],
  write: writeQrels,
}

async function* writeQrels(rows: AsyncIterable<ExportRow>, { batch }: ExportContext): AsyncGenerator<string, void, undefined> {
  const order = labelNames(batch.settings)
  for await (const { task, payload, response } of rows) {
    const [label] = labelsIn(response)
    if (label === undefined) continue
    const grade = /^-?\d{1,9}$/.test(label) ? Number(label) : order.indexOf(label)
    yield `${topicOf(payload, task)} 0 ${documentOf(payload, task)} ${grade}\n`
  }
}

/** The same query is the same topic, in every batch; the columns of the format cannot hold its words. */
function topicOf(payload: unknown, task: number): string {
  const named = word(textIn(payload, 'queryId', 'query_id', 'topic'))
  if (named !== '') return named
  const query = textIn(payload, 'query', 'context')
  return query === '' ? `task-${task}` : `q-${createHash('sha256').update(query).digest('hex').slice(0, 12)}`
}

const documentOf = (payload: unknown, task: number): string =>
  word(textIn(payload, 'documentId', 'document_id', 'docno', 'docid')) || `task-${task}`

const word = (text: string): string => text.trim().replaceAll(/\s+/g, '_')
