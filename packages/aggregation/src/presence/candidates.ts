/** Marks of several workers that are taken to be of one thing: `worker[i]` made one for `start[c] <= i < start[c + 1]`. */
export interface Candidates {
  /** Never falls. */
  readonly task: Int32Array
  readonly start: Int32Array
  readonly worker: Int32Array
}

/** The workers of task `t` are `worker[i]` for `start[t] <= i < start[t + 1]`. */
export interface Asked {
  readonly start: Int32Array
  readonly worker: Int32Array
}
