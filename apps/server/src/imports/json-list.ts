const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c]
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]
const [LINE_FEED, RETURN, SPACE] = [0x0a, 0x0d, 0x20]

/**
 * One JSON list as JSON Lines, which is what the reader of tables knows: each member on a line of its own, at constant memory.
 * Where members begin on lines of their own, the lines keep their numbers. Anything but a list passes as it is.
 */
export async function* linesOfList(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let list: ReturnType<typeof splitList> | null | 'passes' = null
  for await (const block of source) {
    if (list === null) {
      const first = block.find((byte) => byte !== SPACE && byte !== LINE_FEED && byte !== RETURN && byte !== 0x09)
      if (first === undefined) {
        yield block
        continue
      }
      // a list of numbers or texts is no table, and the reader says so better
      list = first === OPEN_LIST ? splitList() : 'passes'
    }
    yield list === 'passes' ? block : list.push(block)
  }
  if (list !== null && list !== 'passes') yield list.end()
}

function splitList() {
  let [depth, inText, escaped] = [0, false, false]
  // line ends inside a member, to be given back after it, and line ends that were made up
  let [owed, debt] = [0, 0]
  const out: number[] = []

  const outside = (byte: number): void => {
    if (byte === LINE_FEED) {
      if (debt > 0) debt -= 1
      else out.push(LINE_FEED)
    } else if (byte !== COMMA && byte !== RETURN) out.push(byte)
  }
  const endMember = (): void => {
    out.push(LINE_FEED)
    if (owed === 0) debt += 1
    for (let n = 1; n < owed; n += 1) out.push(LINE_FEED)
    owed = 0
  }
  const inside = (byte: number): void => {
    if (inText) {
      if (escaped) escaped = false
      else if (byte === BACKSLASH) escaped = true
      else if (byte === QUOTE) inText = false
      out.push(byte)
      return
    }
    if (byte === LINE_FEED) owed += 1
    if (byte === QUOTE) inText = true
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1
    if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) depth -= 1
    out.push(byte === LINE_FEED || byte === RETURN ? SPACE : byte)
    if (depth === 1) endMember()
  }
  return {
    push(block: Uint8Array): Uint8Array {
      for (const byte of block) {
        if (depth === 0) {
          if (byte === OPEN_LIST) depth = 1
          else outside(byte)
        } else if (depth === 1 && byte === CLOSE_LIST) depth = 0
        else if (depth === 1 && byte !== OPEN_OBJECT && byte !== OPEN_LIST) outside(byte)
        else inside(byte)
      }
      return Uint8Array.from(out.splice(0))
    },
    /** A list that is cut off is told by a line that is no JSON. */
    end: (): Uint8Array => Uint8Array.from(depth === 0 ? [] : [LINE_FEED, CLOSE_LIST]),
  }
}
