import type { BatchError } from '@canut/domain'

/** Why nothing was loaded: stored with the import; imports.messages.ts has a sentence for each. */
export type ImportFailure =
  | { readonly code: 'file_not_readable' }
  | { readonly code: 'file_missing' }
  | { readonly code: 'no_good_rows' }
  | { readonly code: 'rows_refused'; readonly rows: number }
  | { readonly code: 'interrupted' }
  | { readonly code: 'batch_changed' }
  | { readonly code: 'refused'; readonly refusal: BatchError }

/** JSON has no bigint; what a stored refusal says in amounts is text there, and these are their names. */
const AMOUNTS = new Set(['balance', 'needed'])

export function storeFailure(failure: ImportFailure): string {
  return JSON.stringify(failure, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
}

export function failureOf(row: { readonly failure: unknown }): ImportFailure | null {
  const failure = row.failure as ImportFailure | null
  if (failure?.code !== 'refused') return failure
  const entries = Object.entries<unknown>(failure.refusal).map(([name, value]) => [
    name,
    AMOUNTS.has(name) && typeof value === 'string' ? BigInt(value) : value,
  ])
  return { code: 'refused', refusal: Object.fromEntries(entries) as BatchError }
}
