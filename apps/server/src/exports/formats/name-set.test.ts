import { expect, it } from 'vitest'
import { NameSet } from './name-set.ts'

it('knows the names that were given from those that were not, of very many that look alike', () => {
  const names = new NameSet()
  const nameOf = (place: number) => `labels/set-${place % 7}/picture-${place}.txt`
  for (let place = 0; place < 200_000; place += 2) {
    names.add(nameOf(place))
    names.add(nameOf(place))
  }
  const wrong: number[] = []
  for (let place = 0; place < 200_000; place += 1) if (names.has(nameOf(place)) !== (place % 2 === 0)) wrong.push(place)
  expect(wrong).toEqual([])
})

it('tells names apart that differ by one character, anywhere, and in any script', () => {
  const given = new NameSet()
  given.add('')
  expect(given.has('')).toBe(true)
  for (const name of ['a', 'b', 'ab', 'ba', 'é', 'e\u0301', '\u0000', '日本', '本日', '🎶', '🎵']) {
    expect(given.has(name)).toBe(false)
    given.add(name)
    expect(given.has(name)).toBe(true)
  }
})
