import { expect, test } from 'vitest'
import { RefusedRequest } from '../../problems/index.ts'
import { readMultipart } from './multipart.ts'

const LIMITS = { filesMax: 1, fileMaxBytes: 1000, fieldMaxBytes: 2000 }

function posted(fields: readonly (readonly [name: string, value: string])[]): Request {
  const body = new FormData()
  for (const [name, value] of fields) body.append(name, value)
  return new Request('http://canut.example/', { method: 'POST', body })
}

const read = async (fields: readonly (readonly [string, string])[]) =>
  (await readMultipart(posted(fields), LIMITS, () => Promise.resolve())).fields

test('a form of twenty fields with fifteen settings each arrives whole, what comes last included', async () => {
  const settings = Array.from({ length: 300 }, (_, i) => [`setting-${i}`, String(i)] as const)
  const fields = await read([...settings, ['rows', 'text\nA first row']])
  expect(fields.get('setting-299')).toBe('299')
  expect(fields.get('rows')).toBe('text\nA first row')
})

test('a field that is longer than may be is refused, not cut', async () => {
  expect((await read([['rows', 'x'.repeat(1999)]])).get('rows')).toHaveLength(1999)
  await expect(read([['rows', 'x'.repeat(2001)]])).rejects.toEqual(new RefusedRequest({ kind: 'body_too_large', maxBytes: 2000 }))
})

test('more fields than any form of ours has are refused, not left out', async () => {
  const endless = Array.from({ length: 1001 }, (_, i) => [`field-${i}`, ''] as const)
  await expect(read(endless)).rejects.toBeInstanceOf(RefusedRequest)
})
