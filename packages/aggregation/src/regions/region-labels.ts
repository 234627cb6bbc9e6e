/** The label most workers gave; null when several tie, or when nobody gave one. */
export interface VotedLabel {
  readonly label: string | null
  /** Two or more labels in code-unit order, or none. */
  readonly tied: readonly string[]
}

export function voteLabel(labels: readonly (string | undefined)[]): VotedLabel {
  const votes = new Map<string, number>()
  for (const label of labels) if (label !== undefined) votes.set(label, (votes.get(label) ?? 0) + 1)
  const most = Math.max(0, ...votes.values())
  const top = [...votes.keys()].filter((label) => votes.get(label) === most).toSorted()
  return top.length === 1 ? { label: top[0]!, tied: [] } : { label: null, tied: top }
}

/** How alike two regions are: their overlap, less where both have labels and these differ. */
export function alike(overlap: number, one: string | undefined, other: string | undefined): number {
  return one === undefined || other === undefined || one === other ? overlap : overlap * differingLabels
}

/** Two regions that nearly coincide are one object with two names; two that overlap so-so are not. */
const differingLabels = 0.7
