/** What was refused, with the figures a message needs. `row` counts from 0. */
export type AggregationRefusal =
  | { readonly kind: 'missing_id'; readonly column: 'task' | 'worker' | 'label'; readonly row: number }
  | { readonly kind: 'unequal_columns'; readonly task: number; readonly worker: number; readonly label: number }
  | { readonly kind: 'invalid_option'; readonly option: string; readonly expected: string; readonly received: string }
  | { readonly kind: 'too_many_labels'; readonly labels: number; readonly most: number }
  | {
      readonly kind: 'invalid_value'
      readonly task: string
      readonly worker: string
      readonly expected: string
      readonly received: string
    }
  | { readonly kind: 'invalid_row'; readonly row: number; readonly expected: string; readonly received: string }
  | { readonly kind: 'no_estimate'; readonly why: string }
  | { readonly kind: 'too_large'; readonly what: string; readonly cells: number; readonly maxCells: number }

/** The one error this package throws on purpose. Read `refusal.kind`; the message is for a log. */
export class AggregationError extends Error {
  override readonly name = 'AggregationError'
  readonly refusal: AggregationRefusal

  constructor(refusal: AggregationRefusal) {
    super(describe(refusal))
    this.refusal = refusal
  }
}

function describe(refusal: AggregationRefusal): string {
  switch (refusal.kind) {
    case 'missing_id':
      return `Row ${refusal.row} has no ${refusal.column}: expected a string of at least one character.`
    case 'unequal_columns':
      return `Columns differ in length: task ${refusal.task}, worker ${refusal.worker}, label ${refusal.label}.`
    case 'invalid_option':
      return `Option ${refusal.option} must be ${refusal.expected}, got ${refusal.received}.`
    case 'too_many_labels':
      return `There are ${refusal.labels} labels; this method takes at most ${refusal.most}.`
    case 'invalid_value':
      return `The response of worker ${refusal.worker} to task ${refusal.task} must be ${refusal.expected}, got ${refusal.received}.`
    case 'invalid_row':
      return `Row ${refusal.row}: expected ${refusal.expected}, got ${refusal.received}.`
    case 'no_estimate':
      return `There is no estimate: ${refusal.why}.`
    case 'too_large':
      return `${refusal.what} would need ${refusal.cells} cells; the limit is ${refusal.maxCells} (option maxCells).`
  }
}
