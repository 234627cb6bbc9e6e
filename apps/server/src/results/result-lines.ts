import { arrayLiteral, writeValue } from '../platform/db/copy-rows.ts'
import type { ComputedResult } from './run-figures.ts'

const ROWS_AT_ONCE = 5000

/** The columns of `resultLines`, in order. */
export const RESULT_COLUMNS = ['number', 'label', 'tied', 'response', 'confidence', 'responses', 'divided'] as const

/** Results as COPY reads them, some thousand at a time. */
export function* resultLines(results: Iterable<ComputedResult>): Generator<{ text: string; count: number }, void, undefined> {
  let [text, count] = ['', 0]
  for (const { number, label, tied, response, confidence, responses, divided } of results) {
    const cells = [number, label, tied.length === 0 ? null : arrayLiteral(tied), response, confidence, responses, divided ? 't' : 'f']
    text += `${cells.map(writeValue).join('\t')}\n`
    count += 1
    if (count < ROWS_AT_ONCE) continue
    yield { text, count }
    ;[text, count] = ['', 0]
  }
  if (count > 0) yield { text, count }
}
