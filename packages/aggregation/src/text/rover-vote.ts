import type { Responses } from '../responses.ts'
import { editDistances, runOf, type Run } from './edit-distance.ts'
import { medoidOf, type RoverTask } from './rover-tasks.ts'
import type { TokenisedTexts } from './tokens.ts'
import { exactWeight, spellingOf, WordNetwork } from './word-network.ts'

/** Everything that a round of voting reads and writes. */
export interface Vote {
  readonly responses: Responses<string>
  readonly texts: TokenisedTexts
  readonly tasks: readonly RoverTask[]
  readonly network: WordNetwork
  /** Per response, its weight in the last round. */
  readonly weight: Float64Array
  /** Per word of every response, the slot that it had in the last round. */
  readonly slotOf: Int32Array
  /** Per task, its text as it stands; `outcome` says how it came about. */
  readonly consensus: Run[]
  readonly outcome: Outcome[]
  readonly distanceOf: (a: Run, b: Run) => number
}

interface Outcome {
  readonly text: string
  readonly share: readonly number[]
  readonly confidence: number
  readonly tied: number
}

export function startVote(responses: Responses<string>, texts: TokenisedTexts, tasks: readonly RoverTask[]): Vote {
  return {
    responses,
    texts,
    tasks,
    network: new WordNetwork(Int32Array.from(texts.keys, spellingOf)),
    weight: new Float64Array(responses.size),
    slotOf: new Int32Array(texts.key.length),
    consensus: [],
    outcome: [],
    distanceOf: editDistances(),
  }
}

/** One round: weighs the responses and votes on every task. Returns how many texts changed. */
export function vote(state: Vote, scale: Float64Array, likeness: number): number {
  let changed = 0
  for (const [t, task] of state.tasks.entries()) {
    const weight = new Float64Array(task.runs.length)
    for (let i = 0; i < task.of.length; i++) {
      // Relative to a likeness of 1, so that weights stay in range; the factor common to all does not matter.
      const own = scale[state.responses.byTask.worker[task.from + i]!]! * 2 ** 10 * Math.exp(likeness * (task.likeness[i]! - 1))
      state.weight[task.from + i] = exactWeight(own)
      weight[task.of[i]!]! += state.weight[task.from + i]!
    }
    fill(state, task, weight)
    const elected = elect(state, task)
    const old = state.consensus[t]
    const run = runOf(elected.words)
    if (old !== undefined) {
      if (state.distanceOf(run, old) === 0) {
        state.outcome[t] = elected
        continue
      }
      const loss = (text: Run) => task.runs.reduce((sum, each, d) => sum + weight[d]! * state.distanceOf(each, text), 0)
      if (loss(run) >= loss(old)) continue
    }
    changed++
    state.consensus[t] = run
    state.outcome[t] = elected
  }
  return changed
}

function fill({ network, slotOf }: Vote, task: RoverTask, weight: Float64Array): void {
  const medoid = medoidOf(task, weight)
  const far = (d: number) => {
    // Both tables hold the distance when both are references; else only one does.
    const [value, reference] = medoid < task.references ? [d, medoid] : [medoid, d]
    return reference < task.references ? task.distance[value * task.references + reference]! : Infinity
  }
  const order = Array.from(task.runs.keys()).toSorted((a, b) => {
    if (a === medoid || b === medoid) return a === medoid ? -1 : 1
    return far(a) - far(b) || a - b
  })
  network.clear()
  for (const d of order) network.add(task.runs[d]!, weight[d]!, slotOf)
}

/** Puts every slot to the vote. Ties: a word before none, then code-unit order. */
function elect(state: Vote, task: RoverTask): Outcome & { readonly words: readonly number[] } {
  const { network, texts } = state
  const words: number[] = []
  const share: number[] = []
  const winnerOf = new Map<number, number>()
  let tied = 0
  let sure = 0
  for (let position = 0; position < network.length; position++) {
    const slot = network.slotAt(position)
    const none = network.none(slot)
    let [winner, most, equals] = [-1, 0, 0]
    network.each(slot, (word, weight) => {
      equals = weight > most ? 1 : equals + (weight === most ? 1 : 0)
      if (weight < most || (weight === most && texts.keys[word]! > texts.keys[winner]!)) return
      winner = word
      most = weight
    })
    if (none === most || equals > 1) tied += none > most ? 0 : 1
    sure += Math.max(none, most) / network.total
    if (none > most) continue
    winnerOf.set(slot, words.length)
    words.push(winner)
    share.push(most / network.total)
  }
  const confidence = network.length === 0 ? 1 : sure / network.length
  return { words, share, confidence, tied, text: spell(state, task, words, winnerOf) }
}

/** Each word as most of its voters wrote it, by weight; ties in code-unit order. */
function spell({ texts, slotOf, weight }: Vote, task: RoverTask, words: readonly number[], winnerOf: ReadonlyMap<number, number>): string {
  const votes = words.map(() => new Map<number, number>())
  for (let i = 0; i < task.of.length; i++) {
    const run = task.runs[task.of[i]!]!
    const shift = texts.start[task.from + i]! - run.from
    for (let at = run.from; at < run.to; at++) {
      const place = winnerOf.get(slotOf[at]!)
      if (place === undefined || words[place] !== run.of[at]) continue
      const form = texts.form[at + shift]!
      votes[place]!.set(form, (votes[place]!.get(form) ?? 0) + weight[task.from + i]!)
    }
  }
  const written = votes.map((forms) => {
    let [best, most] = ['', 0]
    for (const [form, votesFor] of forms) {
      const text = texts.forms[form]!
      if (votesFor < most || (votesFor === most && text > best)) continue
      best = text
      most = votesFor
    }
    return best
  })
  return written.join('').trim()
}

interface Written {
  readonly texts: readonly string[]
  readonly confidence: Float64Array
  readonly tiedPlaces: Int32Array
  readonly words: { readonly start: Int32Array; readonly key: readonly string[]; readonly share: Float64Array }
}

export function writeOut({ tasks, texts, consensus, outcome }: Vote): Written {
  const start = new Int32Array(tasks.length + 1)
  const key: string[] = []
  for (const [t, run] of consensus.entries()) {
    for (const word of run.of) key.push(texts.keys[word]!)
    start[t + 1] = key.length
  }
  return {
    texts: outcome.map(({ text }) => text),
    confidence: Float64Array.from(outcome, ({ confidence }) => confidence),
    tiedPlaces: Int32Array.from(outcome, ({ tied }) => tied),
    words: { start, key, share: Float64Array.from(outcome.flatMap(({ share }) => share)) },
  }
}
