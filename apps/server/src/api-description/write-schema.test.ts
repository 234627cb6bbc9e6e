import { describe, expect, test } from 'vitest'
import { writeSchema } from './write-schema.ts'

describe('a schema as people read it', () => {
  test('marks what may be left out, and says limits and defaults beside each property', () => {
    const schema = {
      type: 'object',
      properties: {
        batchId: { type: 'string', pattern: '^bat_[0-9a-f]{32}$' },
        count: { type: 'integer', minimum: 1, maximum: 20, default: 1 },
        since: { type: 'string', format: 'date-time', pattern: '^very long$' },
      },
      required: ['batchId'],
    }
    expect(writeSchema(schema)).toBe(
      '{\n  batchId: string // ^bat_[0-9a-f]{32}$\n  count?: integer // 1…20, = 1\n  since?: string // date-time\n}',
    )
  })

  test('writes lists, choices and nested objects as types', () => {
    const item = { type: 'object', properties: { ok: { const: true } }, required: ['ok'] }
    expect(writeSchema({ type: 'array', items: item, maxItems: 20 })).toBe('{\n  ok: true\n}[] // ≤ 20 items')
    expect(writeSchema({ type: 'array', items: { enum: ['a', 'b'] } })).toBe('("a" | "b")[]')
    expect(writeSchema({ anyOf: [{ type: 'string', maxLength: 3 }, { type: 'null' }] })).toBe('string | null // ≤ 3 chars')
    expect(writeSchema({ type: ['integer', 'null'] })).toBe('integer | null')
    expect(writeSchema({ type: 'object', additionalProperties: { type: 'number' } })).toBe('{\n  [name]: number\n}')
    expect(writeSchema({ $ref: '#/components/schemas/Problem' })).toBe('Problem')
  })

  test('says any where a schema allows anything, and leaves out the limits of JSON itself', () => {
    expect(writeSchema({})).toBe('any')
    expect(writeSchema({ type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER })).toBe('integer')
    expect(writeSchema({ type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER })).toBe('integer // ≥ 0')
  })
})
