/** What every method for texts returns: one text per task. */
export interface TextAggregate {
  readonly method: string
  readonly tasks: readonly string[]
  readonly texts: readonly string[]
  /** Per task, in [0, 1]; what it measures is said by the method. */
  readonly confidence: Float64Array
  readonly workers: readonly string[]
}
