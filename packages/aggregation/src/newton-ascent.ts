/** A concave function of many numbers. */
export interface Concave {
  readonly value: (x: Float64Array) => number
  /** Writes the first derivatives. */
  readonly slopes: (x: Float64Array, into: Float64Array) => void
  /** Minus the second derivatives at x, as what they make of a vector; and their diagonal. */
  readonly bend: (x: Float64Array) => { readonly times: (v: Float64Array, into: Float64Array) => void; readonly diagonal: Float64Array }
}

export interface Ascent {
  /** Of the numbers with which each iteration began; never falls but for rounding. */
  readonly objective: readonly number[]
  readonly converged: boolean
}

/** No number moves by more in a step: further away, the slopes know nothing of the summit. */
const longest = 3

/**
 * Raises `x` in place to the summit of a concave function by Newton's steps, each found by conjugate gradients, and halved until it does not
 * lower the value. Ends when no number moves by more than `tolerance`, or when rounding lets nothing come nearer.
 *
 * Reference: Nocedal and Wright, Numerical Optimization, 2006, chapter 7 (line search Newton–CG); doi:10.1007/978-0-387-40065-5.
 */
export function newtonAscent(
  x: Float64Array,
  { value, slopes, bend }: Concave,
  { tolerance, maxIterations }: { readonly tolerance: number; readonly maxIterations: number },
): Ascent {
  const objective: number[] = []
  const slope = new Float64Array(x.length)
  const step = new Float64Array(x.length)
  let [now, moved] = [value(x), x.length === 0 ? 0 : Infinity]
  while (moved > tolerance && objective.length < maxIterations && x.length > 0) {
    objective.push(now)
    slopes(x, slope)
    solve(bend(x), slope, step)
    const long = step.reduce((most, each) => Math.max(most, Math.abs(each)), 0)
    const rounding = 1e-13 * (1 + Math.abs(now))
    // without a summit to be seen, for rounding, a step may be as long as the one before for ever
    const isBlind = dot(slope, step) < rounding && long > moved / 2
    const before = x.slice()
    let length = Math.min(1, longest / long)
    for (let halved = 0; ; halved++, length /= 2) {
      for (let at = 0; at < x.length; at++) x[at] = before[at]! + length * step[at]!
      const next = value(x)
      if (next >= now - rounding || halved === 60) {
        now = next
        break
      }
    }
    moved = isBlind && tolerance >= 0 ? 0 : length * long
  }
  return { objective, converged: moved <= tolerance }
}

/** Conjugate gradients, each number measured by its own bend. */
function solve({ times, diagonal }: ReturnType<Concave['bend']>, wanted: Float64Array, into: Float64Array): void {
  const scale = diagonal.map((each) => 1 / Math.max(each, 1e-300))
  const left = wanted.slice()
  const scaled = left.map((each, at) => each * scale[at]!)
  const direction = scaled.slice()
  const bent = new Float64Array(into.length)
  into.fill(0)
  let size = dot(left, scaled)
  const enough = size * 1e-20
  for (let round = 0; round < Math.min(stepsMost, 2 * into.length + 20) && size > enough; round++) {
    times(direction, bent)
    const along = dot(direction, bent)
    if (!(along > 0)) return
    const far = size / along
    for (let at = 0; at < into.length; at++) {
      into[at]! += far * direction[at]!
      left[at]! -= far * bent[at]!
      scaled[at] = left[at]! * scale[at]!
    }
    const next = dot(left, scaled)
    for (let at = 0; at < into.length; at++) direction[at] = scaled[at]! + (next / size) * direction[at]!
    size = next
  }
}

const stepsMost = 1000

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!
  return sum
}
