import { printed } from './safe-text.ts'

const VARIABLE = /\$\{([^{}$]{1,200})\}/g

/**
 * Puts the row into a layout of Mechanical Turk: a plain replacement, as there, so that a cell may hold HTML. Only names of
 * columns are replaced, since scripts use the same signs; what a cell holds is not looked at again.
 */
export function fillColumns(layout: string, row: Readonly<Record<string, unknown>>): string {
  return layout.replaceAll(VARIABLE, (whole, name: string) => (Object.hasOwn(row, name) ? printed(row[name]) : whole))
}

/** Every name that could be a column, in order of first use. */
export function namesOfColumns(layout: string): string[] {
  return [...new Set([...layout.matchAll(VARIABLE)].map(([, name = '']) => name))].filter((name) => /^[\w -]+$/.test(name))
}
