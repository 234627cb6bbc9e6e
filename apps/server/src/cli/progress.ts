/** Long work says how far it is on stderr: in place on a terminal, a line every few seconds in a log. */
export interface Progress {
  /** Called as often as one likes; shown at most a few times a second. */
  show(line: () => string): void
  /** Clears the line in place. */
  end(): void
}

const IN_PLACE_EVERY_MS = 200
const LINE_EVERY_MS = 5000

export function createProgress(output: NodeJS.WriteStream = process.stderr): Progress {
  const every = output.isTTY ? IN_PLACE_EVERY_MS : LINE_EVERY_MS
  let shownAt = performance.now()
  let inPlace = false
  return {
    show(line) {
      const now = performance.now()
      if (now - shownAt < every) return
      shownAt = now
      inPlace = output.isTTY
      output.write(inPlace ? `\r\u001b[2K${line()}` : `${line()}\n`)
    },
    end() {
      if (inPlace) output.write('\r\u001b[2K')
      inPlace = false
    },
  }
}
