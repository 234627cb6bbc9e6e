import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'

const README = readFileSync(resolve(import.meta.dirname, '../README.md'), 'utf8')
const FOLDER = resolve(import.meta.dirname, `../../../.cache/readme-examples-${process.pid}`)
const examples = Array.from(README.matchAll(/^```ts\n([\s\S]*?)^```$/gm), ([, code]) => code!)

/** As the README writes it after an arrow: text as it is, the rest as JSON with four digits after the point. */
function written(value: unknown): string {
  if (typeof value === 'string') return value
  const plain = (_: string, each: unknown): unknown => {
    if (typeof each === 'number') return Math.round(each * 10_000) / 10_000
    return ArrayBuffer.isView(each) ? Array.from(each as Float64Array) : each
  }
  return JSON.stringify(value, plain).replaceAll(',', ', ')
}

describe('the examples of the README', () => {
  afterAll(() => rmSync(FOLDER, { recursive: true, force: true }))

  it('are there', () => expect(examples.length).toBeGreaterThan(5))

  for (const [n, code] of examples.entries()) {
    it(`run and print what it says: ${code.split('\n').find((line) => !line.startsWith('import'))}, example ${n + 1}`, async () => {
      const expected = Array.from(code.matchAll(/\/\/ → (.*)$/gm), ([, text]) => text!)
      const printed: string[] = []
      const log = vi.spyOn(console, 'log').mockImplementation((...values: unknown[]) => void printed.push(values.map(written).join(' ')))
      try {
        mkdirSync(FOLDER, { recursive: true })
        const file = join(FOLDER, `example-${n}.ts`)
        writeFileSync(file, code)
        await import(/* @vite-ignore */ file)
      } finally {
        log.mockRestore()
      }
      expect(printed).toEqual(expected)
    })
  }
})
