/** How a run of EM went. In nats; see the method for what its objective is. */
export interface EmHistory {
  readonly iterations: number
  readonly converged: boolean
  readonly logLikelihood: readonly number[]
  readonly objective: readonly number[]
}

/** Keeps the figures of a run, and says when it ends; the same for runs that wait between their steps and runs that do not. */
export class EmRun {
  readonly #leastGain: number
  readonly #maxIterations: number
  readonly #logLikelihood: number[] = []
  readonly #objective: number[] = []
  #converged: boolean

  /** Ends when an iteration gains at most `tolerance` per response, or after `maxIterations`; at once without responses. */
  constructor(responses: number, { tolerance, maxIterations }: { readonly tolerance: number; readonly maxIterations: number }) {
    this.#leastGain = tolerance * responses
    this.#maxIterations = maxIterations
    this.#converged = responses === 0
  }

  get goesOn(): boolean {
    return !this.#converged && this.#objective.length < this.#maxIterations
  }

  /** Of the parameters with which an iteration began: the log-likelihood, and the log density of their prior. */
  add(logLikelihood: number, logPrior: number): void {
    const before = this.#objective.at(-1)
    const now = logLikelihood + logPrior
    this.#logLikelihood.push(logLikelihood)
    this.#objective.push(now)
    this.#converged = before !== undefined && now - before <= this.#leastGain
  }

  history(): EmHistory {
    return {
      iterations: this.#objective.length,
      converged: this.#converged,
      logLikelihood: this.#logLikelihood,
      objective: this.#objective,
    }
  }
}
