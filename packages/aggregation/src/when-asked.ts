/** Runs `compute` when its result is first asked for, and keeps it. */
export function whenAsked<T>(compute: () => T): () => T {
  let kept: { readonly value: T } | null = null
  return () => {
    kept ??= { value: compute() }
    return kept.value
  }
}
