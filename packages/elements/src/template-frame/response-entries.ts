import type { Entry } from '../crowd/answer.ts'
import { isMembers, listOf, membersOf } from '../crowd/values.ts'

/** The values of a draft or of a response, as the fields of the page take them back, in their order. Nothing for anything else. */
export function entriesOf(text: string): Entry[] {
  const { draft, answer, _all: all } = membersOf(parsed(text))
  if (Array.isArray(draft)) {
    return listOf(draft).flatMap((entry) => {
      const { name, value: given } = membersOf(entry)
      return typeof name === 'string' ? [{ name, value: given }] : []
    })
  }
  if (!isMembers(answer)) return []
  const kept = membersOf(all)
  const bases = Object.keys(kept)
  // after flattening everything is there once more, in its own shape
  const single = Object.keys(answer).filter((name) => !bases.some((base) => name === base || name.startsWith(`${base}.`)))
  return [
    ...single.map((name) => ({ name, value: answer[name] })),
    ...Object.entries(kept).flatMap(([name, values]) => listOf(values).map((value) => ({ name, value }))),
  ]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // an empty field
    return null
  }
}
