import { responsesNeeded } from '@canut/aggregation'

/**
 * How many responses more a task needs on average until most are right with the wanted certainty: what `responsesNeeded` says of
 * a fresh task, less what was given already. Too hopeful for tasks that divided people, as those that are left are: say so where it is shown.
 *
 * @returns at least 1; null where nothing can be said: responses are no labels, no better than chance, or never enough.
 */
export function adviseMore(of: {
  readonly accuracy: number | null
  readonly classes: number | null
  readonly certainty: number
  /** mean number given already */
  readonly responses: number
}): number | null {
  const { accuracy, classes, certainty } = of
  if (accuracy === null || classes === null || classes < 2 || accuracy <= 1 / classes) return null
  // nobody is always right: with an accuracy of 1 a single response would settle everything
  const believed = Math.min(accuracy, 0.99)
  const { responses } = responsesNeeded({ accuracy: believed, certainty: Math.min(certainty, 0.999), classes })
  return responses === null ? null : Math.max(1, Math.ceil(responses - of.responses))
}
