const STEPS_MAX = 200

/** Steps back and forth through values that are never changed in place. */
export interface History<T> {
  readonly current: T
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** a step of its own; the same value is none */
  push(next: T): void
  undo(): void
  redo(): void
  /** starts anew from here */
  reset(value: T): void
}

export function createHistory<T>(first: T): History<T> {
  let past: T[] = []
  let current = first
  let future: T[] = []
  return {
    get current() {
      return current
    },
    get canUndo() {
      return past.length > 0
    },
    get canRedo() {
      return future.length > 0
    },
    push(next) {
      if (next === current) return
      past = [...past, current].slice(-STEPS_MAX)
      current = next
      future = []
    },
    undo() {
      const back = past.pop()
      if (back === undefined) return
      future.push(current)
      current = back
    },
    redo() {
      const forth = future.pop()
      if (forth === undefined) return
      past.push(current)
      current = forth
    },
    reset(value) {
      past = []
      future = []
      current = value
    },
  }
}
