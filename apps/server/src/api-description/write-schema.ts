/** As much of JSON Schema 2020-12 as the routes' schemas become. */
export interface JsonSchema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | JsonSchema
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly minItems?: number
  readonly maxItems?: number
}

/**
 * A schema as people read it, in the notation of TypeScript: `count?: integer // 1…20, = 1`. Nothing of it is a sentence,
 * so it is the same in every language.
 */
export function writeSchema(schema: JsonSchema): string {
  const notes = notesOf(schema)
  return typeOf(schema, '') + (notes === '' ? '' : ` // ${notes}`)
}

function typeOf(schema: JsonSchema, indent: string): string {
  if (schema.$ref !== undefined) return schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return [...new Set(choices.map((choice) => typeOf(choice, indent)))].join(' | ')
  if (schema.allOf !== undefined) return schema.allOf.map((part) => typeOf(part, indent)).join(' & ')
  const types = schema.type === undefined ? [] : [schema.type].flat()
  if (types.length === 0) return 'any'
  return types.map((type) => oneType(type, schema, indent)).join(' | ')
}

function oneType(type: string, schema: JsonSchema, indent: string): string {
  if (type === 'array') {
    const items = typeOf(schema.items ?? {}, indent)
    return /^[^{]* \| /.test(items) ? `(${items})[]` : `${items}[]`
  }
  if (type !== 'object') return type
  const inner = `${indent}  `
  const lines = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const mark = schema.required?.includes(name) === true ? '' : '?'
    const notes = notesOf(property)
    return `${inner}${name}${mark}: ${typeOf(property, inner)}${notes === '' ? '' : ` // ${notes}`}`
  })
  if (typeof schema.additionalProperties === 'object') lines.push(`${inner}[name]: ${typeOf(schema.additionalProperties, inner)}`)
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`
}

function notesOf(schema: JsonSchema): string {
  const choices = schema.anyOf ?? schema.oneOf ?? []
  const own = [
    schema.format ?? '',
    // formats come with a pattern that says the same at length
    schema.pattern === undefined || schema.format !== undefined ? '' : schema.pattern,
    range(schema.minLength, schema.maxLength, ' chars'),
    range(schema.minItems, schema.maxItems, ' items'),
    range(schema.minimum ?? schema.exclusiveMinimum, schema.maximum ?? schema.exclusiveMaximum, ''),
    schema.items === undefined ? '' : notesOf(schema.items),
    ...choices.map(notesOf),
    schema.default === undefined ? '' : `= ${JSON.stringify(schema.default)}`,
  ]
  return [...new Set(own.filter((note) => note !== ''))].join(', ')
}

/** The largest safe integer is a limit of JSON and of no interest to readers. */
function range(min: number | undefined, max: number | undefined, unit: string): string {
  const from = min === undefined || min <= -Number.MAX_SAFE_INTEGER ? null : min
  const to = max === undefined || max >= Number.MAX_SAFE_INTEGER ? null : max
  if (from !== null && to !== null) return `${from}…${to}${unit}`
  if (from !== null) return `≥ ${from}${unit}`
  return to === null ? '' : `≤ ${to}${unit}`
}
