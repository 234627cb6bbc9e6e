import JSON5 from 'json5'

/** Reads what authors write in attributes: JSON, or the like of it with single quotes, bare keys, comments and trailing commas. */
export function readAttributeJson(text: string): { value: unknown } | { problem: string } {
  try {
    return { value: JSON5.parse<unknown>(text) }
  } catch (error) {
    return { problem: error instanceof Error ? error.message.replace(/^JSON5: /, '') : String(error) }
  }
}
