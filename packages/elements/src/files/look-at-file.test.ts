import { describe, expect, it } from 'vitest'
import { lookAtFile } from './look-at-file.ts'
import { readSentFiles, textOfSentFiles } from './sent-files.ts'

const limits = { kinds: ['image'], maxBytes: 10, maxPixels: 100 }
const look = (bytes: number, type: string, size: { width: number; height: number } | null = { width: 10, height: 10 }) =>
  lookAtFile(new Blob(['x'.repeat(bytes)], { type }), 'blob:x', limits, () => Promise.resolve(size))

describe('a file that somebody chose', () => {
  it.each([
    ['is taken', 10, 'image/png', { width: 10, height: 10 }, null],
    ['is empty', 0, 'image/png', null, { kind: 'empty' }],
    ['is too large', 11, 'image/png', null, { kind: 'tooLarge', maxBytes: 10 }],
    ['is of another kind', 5, 'application/pdf', null, { kind: 'kind' }],
    ['is a picture that does not open', 5, 'image/heic', null, { kind: 'unreadable' }],
    ['has too many pixels', 5, 'image/png', { width: 11, height: 10 }, { kind: 'tooManyPixels', pixels: 110, maxPixels: 100 }],
    ['has no type that the device knows: the server tells', 5, '', null, null],
  ] as const)('%s', async (_name, bytes, type, size, trouble) => {
    expect(await look(bytes, type, size)).toEqual(trouble)
  })
})

describe('the value of a form', () => {
  it('comes back as it was, and is empty without files', () => {
    const files = [{ file: 'local:1', name: 'a.jpg', keepsExif: true as const }]
    expect(readSentFiles(textOfSentFiles(files))).toEqual(files)
    expect(textOfSentFiles([])).toBe('')
  })

  it.each(['', '{', '7', 'null', '{"file":"x"}', '[null,7,{"file":7,"name":"x"},{"file":"x"}]'])('%j holds no file', (text) => {
    expect(readSentFiles(text)).toEqual([])
  })
})
