import { err, ok, type Result } from '@canut/domain'
import { SaxesParser } from 'saxes'

/** Where something stands in the text, both counted from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** A tag of a labelling configuration, with the tags inside it. */
export interface Tag extends Place {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Tag[]
}

export type ConfigProblem = Place & { readonly code: ConfigProblemCode; readonly params: Readonly<Record<string, string>> }

export type ConfigProblemCode =
  | 'not_xml' // params: detail
  | 'too_long' // params: limit
  | 'nothing_inside'
  | 'tag_unknown' // params: tag
  | 'tag_not_supported' // params: tag
  | 'attribute_missing' // params: tag, attribute
  | 'target_unknown' // params: tag, target, known
  | 'options_missing' // params: tag, option
  | 'no_control'
  | 'several_kinds' // params: tag, first
  | 'target_not_supported' // params: tag, target
  | 'per_region_not_supported' // params: tag
  | 'not_a_variable' // params: tag, value

const MOST_CHARS = 200_000

/** @returns the outermost tag, or the first place at which the text is no XML */
export function readXml(xml: string): Result<Tag, ConfigProblem> {
  if (xml.length > MOST_CHARS) return err({ code: 'too_long', line: 1, column: 1, params: { limit: String(MOST_CHARS) } })
  const parser = new SaxesParser({ position: true })
  const found: { root: Tag | null; problem: ConfigProblem | null } = { root: null, problem: null }
  const open: (Tag & { children: Tag[] })[] = []
  let begins: Place = { line: 1, column: 1 }
  parser.on('opentagstart', ({ name }) => {
    begins = { line: parser.line, column: Math.max(1, parser.column - name.length - 1) }
  })
  parser.on('opentag', ({ name, attributes }) => {
    // without namespaces attributes are texts
    const tag = { name, attributes: attributes as Record<string, string>, children: [], ...begins }
    open.at(-1)?.children.push(tag)
    found.root ??= tag
    open.push(tag)
  })
  parser.on('closetag', () => void open.pop())
  parser.on('error', ({ message }) => {
    const detail = message.replace(/^\S*\d+:\d+: /, '')
    found.problem ??= { code: 'not_xml', line: parser.line, column: Math.max(1, parser.column), params: { detail } }
  })
  parser.write(xml).close()
  if (found.problem !== null) return err(found.problem)
  return found.root === null ? err({ code: 'nothing_inside', line: 1, column: 1, params: {} }) : ok(found.root)
}
