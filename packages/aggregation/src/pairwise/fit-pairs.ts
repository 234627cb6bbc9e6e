import { newtonAscent, type Ascent } from '../newton-ascent.ts'
import type { Pairs, Tally } from './pairs.ts'

/** What `bradleyTerry` and `davidson` are fitted to. */
export interface PairsToFit {
  readonly pairs: Pairs
  readonly counted: Tally
  readonly prior: number
  /** Comparisons that are tied; null where ties are no answer of their own. */
  readonly ties: number | null
}

export interface FittedPairs extends Ascent {
  readonly strengths: Float64Array
  /** ν; 0 where ties are no answer of their own. */
  readonly tieStrength: number
}

/** The strengths, and ν, of the greatest posterior. Both by their logarithms: of these it is concave. */
export function fitPairs(fit: PairsToFit, stop: { readonly tolerance: number; readonly maxIterations: number }): FittedPairs {
  const items = fit.counted.points.length
  const hasTies = fit.ties !== null && fit.ties + fit.prior > 0
  const logs = new Float64Array(items === 0 ? 0 : items + (hasTies ? 1 : 0))
  const at = (x: Float64Array) => ({ strengths: x.subarray(0, items).map(Math.exp), tie: hasTies ? Math.exp(x[items]!) : 0 })
  const ascent = newtonAscent(
    logs,
    {
      value: (x) => logPosterior(fit, at(x)),
      slopes: (x, into) => slopesOf(fit, at(x), into),
      bend: (x) => bendOf(fit, at(x), x.length),
    },
    stop,
  )
  const { strengths, tie } = at(logs)
  return { ...ascent, strengths, tieStrength: items === 0 && hasTies ? 1 : tie }
}

interface Point {
  readonly strengths: Float64Array
  readonly tie: number
}

/** Log density of the strengths under the comparisons against the unseen item. */
export function logPriorOfStrengths(strengths: Float64Array, prior: number): number {
  let sum = 0
  for (const strength of strengths) sum += Math.log(strength) - 2 * Math.log1p(strength)
  return prior * sum
}

function logPosterior({ pairs: { start, opponent }, counted: { games, won }, prior, ties }: PairsToFit, { strengths, tie }: Point): number {
  let sum = logPriorOfStrengths(strengths, prior)
  if (ties !== null) sum -= 2 * prior * Math.log(2 + tie)
  if (tie > 0) sum += (ties! + prior) * Math.log(tie)
  for (let item = 0; item < strengths.length; item++) {
    const own = strengths[item]!
    const log = Math.log(own)
    for (let edge = start[item]!; edge < start[item + 1]!; edge++) {
      const other = strengths[opponent[edge]!]!
      // every pair is seen from both sides: half the games each
      sum += won[edge]! * log - 0.5 * games[edge]! * Math.log(own + other + tie * Math.sqrt(own * other))
    }
  }
  return sum
}

function slopesOf({ pairs, counted, prior, ties }: PairsToFit, { strengths, tie }: Point, into: Float64Array): void {
  const items = strengths.length
  let tied = 0
  for (let item = 0; item < items; item++) {
    const own = strengths[item]!
    let slope = counted.points[item]! + prior * (1 - (2 * own) / (own + 1))
    for (let edge = pairs.start[item]!; edge < pairs.start[item + 1]!; edge++) {
      const other = strengths[pairs.opponent[edge]!]!
      const even = tie * Math.sqrt(own * other)
      const share = counted.games[edge]! / (own + other + even)
      slope -= share * (own + even / 2)
      tied += (share * even) / 2
    }
    into[item] = slope
  }
  if (into.length > items) into[items] = ties! + prior - tied - (2 * prior * tie) / (2 + tie)
}

/**
 * A comparison has three outcomes, whose log-weights are λᵢ, λⱼ and (λᵢ + λⱼ) / 2 + ln ν: minus the second derivatives of its log-likelihood
 * are their covariances.
 */
function bendOf({ pairs, counted, prior }: PairsToFit, { strengths, tie }: Point, length: number) {
  const { start, opponent } = pairs
  const items = strengths.length
  const ofPrior = strengths.map((own) => (2 * prior * own) / (own + 1) ** 2)
  // without a prior nothing holds the strengths together where they are, and rounding would let them drift
  const together = prior === 0 ? 1 / items : 0
  const ofTie = (4 * prior * tie) / (2 + tie) ** 2
  const diagonal = new Float64Array(length)
  // P(item wins) and P(tie), as each item sees it
  const [wins, even] = [new Float64Array(opponent.length), new Float64Array(opponent.length)]
  if (length > items) diagonal[items] = ofTie
  for (let item = 0; item < items; item++) {
    const own = strengths[item]!
    diagonal[item] = ofPrior[item]! + together
    for (let edge = start[item]!; edge < start[item + 1]!; edge++) {
      const other = strengths[opponent[edge]!]!
      const tied = tie * Math.sqrt(own * other)
      const all = own + other + tied
      const [win, draw] = [own / all, tied / all]
      wins[edge] = win
      even[edge] = draw
      diagonal[item]! += counted.games[edge]! * (win + draw / 4 - (win + draw / 2) ** 2)
      if (length > items) diagonal[items]! += 0.5 * counted.games[edge]! * draw * (1 - draw)
    }
  }
  const times = (v: Float64Array, into: Float64Array) => {
    const ofTies = length > items ? v[items]! : 0
    let tied = ofTie * ofTies
    let all = 0
    for (let item = 0; item < items; item++) all += together * v[item]!
    for (let item = 0; item < items; item++) {
      let sum = all + ofPrior[item]! * v[item]!
      for (let edge = start[item]!; edge < start[item + 1]!; edge++) {
        // as seen from the opponent's log-weight, which keeps small differences
        const apart = v[item]! - v[opponent[edge]!]!
        const [win, draw] = [wins[edge]!, even[edge]!]
        const drawn = apart / 2 + ofTies
        const mean = win * apart + draw * drawn
        sum += counted.games[edge]! * (win * (apart - mean) + (draw / 2) * (drawn - mean))
        tied += 0.5 * counted.games[edge]! * draw * (drawn - mean)
      }
      into[item] = sum
    }
    if (length > items) into[items] = tied
  }
  return { times, diagonal }
}
