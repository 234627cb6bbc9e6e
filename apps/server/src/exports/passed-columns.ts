import { membersOf } from '../platform/members.ts'

/** The columns of a table that hold what imported rows had besides the columns of their type, and how they are filled. */
export interface PassedColumns {
  readonly names: readonly string[]
  toCells(passed: unknown): readonly (string | undefined)[]
}

/** More names than this are no table any more: then one column has all of it. */
export const PASSED_NAMES_MAX = 500

/**
 * A column for each name, called `Input.` and the name as result files of MTurk have it, so that rows can be joined with the
 * requester's own table. What is no text is JSON.
 *
 * @param names of all rows of a batch, from `listPassedNames`
 */
export function passedColumns(names: readonly string[]): PassedColumns {
  if (names.length > PASSED_NAMES_MAX) return { names: ['Input'], toCells: (passed) => [cellOf(passed)] }
  return {
    names: names.map((name) => `Input.${name}`),
    toCells(passed) {
      const own = membersOf(passed)
      // a column may be called like a member that every object has
      return names.map((name) => (Object.hasOwn(own, name) ? cellOf(own[name]) : undefined))
    },
  }
}

function cellOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}
