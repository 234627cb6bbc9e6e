import { Drop } from 'liquidjs'

/** Text that is HTML already: `escape` has seen it, or it was captured from output that was. Printing it changes nothing more. */
export class SafeText extends Drop {
  readonly html: string

  constructor(html: string) {
    super()
    this.html = html
  }

  /** what comparisons and other filters see */
  override valueOf(): string {
    return this.html
  }

  override toString(): string {
    return this.html
  }
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' }
const UNESCAPED: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&#34;': '"',
  '&quot;': '"',
  '&#39;': "'",
}
/** What `escapeHtml` writes, and the one entity beside it that authors write themselves. */
const WRITTEN = /&(?:amp|lt|gt|quot|#34|#39);/g

export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character)

export const unescapeHtml = (text: string): string => text.replaceAll(WRITTEN, (entity) => UNESCAPED[entity] ?? entity)

/** What a value looks like when printed: nothing for nothing, JSON for lists and objects, else its text. Not escaped yet. */
export function printed(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof SafeText) return value.html
  if (value instanceof Drop) return printed(value.valueOf())
  if (typeof value === 'string') return value
  return jsonText(value) ?? ''
}

/**
 * JSON that may stand in a script, where a template prints it unescaped: what would end the script, or hide its end, is written
 * as JSON writes any character. It reads the same.
 */
export const jsonText = (value: unknown): string | undefined =>
  JSON.stringify(value)?.replaceAll(/<(?=\/|!--|script)/gi, String.raw`\u003c`)
