import { answerAt } from '@canut/aggregation'
import { csvLine, jsonLine, type Cell } from '../platform/tables/index.ts'
import type { Answers, Parameters } from './compute.ts'

export type AnswerFormat = 'csv' | 'tsv' | 'jsonl'

/** By the ending of the name, or null. */
export function answerFormat(path: string): AnswerFormat | null {
  const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ''
  if (ending === 'csv' || ending === 'tsv') return ending
  return ending === 'jsonl' || ending === 'ndjson' ? 'jsonl' : null
}

/** What every line says of how it was found. */
export interface Made {
  readonly method: string
  readonly version: string
  readonly chosen: string | null
  readonly parameters: Parameters
}

/**
 * One line per task, in the order of the labels: the answer, or no answer and those that tie, how sure it is, and what it was
 * computed with. In CSV, ties are a JSON list, and parameters a JSON object, as in the exports of batches.
 *
 * @returns a function that writes the answers of some tasks; what it writes first begins with the header.
 */
export function answerLines(
  { chosen, parameters, ...how }: Made,
  format: AnswerFormat,
): (answers: Answers) => Generator<string, void, undefined> {
  const made = { ...how, ...(chosen === null ? {} : { chosen }), parameters: format === 'jsonl' ? parameters : JSON.stringify(parameters) }
  const style = format === 'tsv' ? { delimiter: '\t' as const } : {}
  let header: string[] | null = null
  return function* (answers) {
    for (const row of rowsOf(answers)) {
      const line: Readonly<Record<string, Cell | readonly string[] | Parameters>> = { ...row, ...made }
      if (format === 'jsonl') {
        yield jsonLine(line)
        continue
      }
      if (header === null) {
        header = Object.keys(line)
        yield csvLine(header, style)
      }
      yield csvLine(
        Object.values(line).map((cell) => (Array.isArray(cell) ? (cell.length === 0 ? null : JSON.stringify(cell)) : (cell as Cell))),
        style,
      )
    }
  }
}

function* rowsOf(answers: Answers): Generator<Readonly<Record<string, Cell | readonly string[]>>, void, undefined> {
  for (const [t, task] of answers.tasks.entries()) {
    switch (answers.kind) {
      case 'labels': {
        const { label, tied, confidence } = answerAt({ method: '', ...answers }, t)
        yield { task, label, tied, confidence }
        break
      }
      case 'numbers':
        yield { task, label: answers.values[t], low: answers.low?.[t] ?? null, high: answers.high?.[t] ?? null }
        break
      case 'texts': {
        const tied = answers.tied?.[t] ?? []
        yield {
          task,
          text: tied.length > 1 ? null : answers.texts[t],
          tied: tied.length > 1 ? tied : [],
          confidence: answers.confidence[t],
        }
        break
      }
    }
  }
}
