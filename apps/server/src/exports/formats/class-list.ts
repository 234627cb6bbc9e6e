import { listIn, textIn } from '../../platform/members.ts'

/** Numbers for labels, from 0: those of the settings first and in their order, then what turns up besides. */
export interface ClassList {
  readonly names: readonly string[]
  indexOf(label: string): number
}

export function classList(settings: unknown): ClassList {
  const names = labelNames(settings)
  const places = new Map(names.map((name, place) => [name, place]))
  return {
    names,
    indexOf(label) {
      const known = places.get(label)
      if (known !== undefined) return known
      places.set(label, names.length)
      names.push(label)
      return names.length - 1
    },
  }
}

/** The values of `labels` in the settings of any type: texts, or objects with a value. */
export function labelNames(settings: unknown): string[] {
  const names = ['labels', 'categories', 'objects'].map((member) => listIn(settings, member)).find((list) => list.length > 0) ?? []
  return [...new Set(names.map((each) => (typeof each === 'string' ? each : textIn(each, 'value', 'label', 'name'))))].filter(
    (name) => name !== '',
  )
}
