/** Two runs of one array of numbers: `from` included, `to` not. */
export interface Run {
  readonly of: Int32Array
  readonly from: number
  readonly to: number
}

/**
 * Levenshtein's distance between runs of numbers: the fewest insertions, deletions and substitutions, each at cost 1, that turn
 * one into the other. Made once, called often: it keeps its row.
 *
 * What both begin or end with is left out first, which changes nothing and makes alike texts quick. Time O(n m), memory O(m).
 *
 * Reference: Wagner and Fischer, Journal of the ACM 21(1), 1974; doi:10.1145/321796.321811.
 */
export function editDistances(): (first: Run, second: Run) => number {
  let row = new Int32Array(64)
  return (first, second) => {
    const [a, b] = [first.of, second.of]
    let [i, n, j, m] = [first.from, first.to, second.from, second.to]
    while (i < n && j < m && a[i] === b[j]) {
      i++
      j++
    }
    while (i < n && j < m && a[n - 1] === b[m - 1]) {
      n--
      m--
    }
    if (i === n || j === m) return n - i + m - j

    const width = m - j
    if (row.length <= width) row = new Int32Array(2 * width)
    for (let at = 0; at <= width; at++) row[at] = at
    for (let line = 1; i < n; i++, line++) {
      const value = a[i]!
      let diagonal = row[0]!
      let left = line
      row[0] = line
      for (let at = 1; at <= width; at++) {
        const up = row[at]!
        let least = value === b[j + at - 1]! ? diagonal : diagonal + 1
        if (up < least) least = up + 1
        if (left < least) least = left + 1
        row[at] = least
        left = least
        diagonal = up
      }
    }
    return row[width]!
  }
}

export function runOf(values: readonly number[] | Int32Array): Run {
  const of = Int32Array.from(values)
  return { of, from: 0, to: of.length }
}
