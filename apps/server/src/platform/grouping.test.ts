import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGrouping } from './grouping.ts'

/** Carries out when it is told to, and remembers what was asked for together. */
function aDesk() {
  const groups: string[][] = []
  const open: (() => void)[] = []
  return {
    groups,
    carryOut: async (asks: readonly string[]) => {
      groups.push([...asks])
      await new Promise<void>((resolve) => open.push(resolve))
      if (asks.includes('bad')) throw new Error('bad')
      return asks.map((ask) => ask.toUpperCase())
    },
    /** lets the group that waits longest go on */
    async next() {
      open.shift()?.()
      await turn()
    },
  }
}

/** Until what was asked for in this turn is being carried out. */
const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))

const keyOf = (ask: string) => ask.split(':')[0] ?? ''

describe('asking together', () => {
  it('starts with what arrived in this turn when nothing is under way, and takes all who came meanwhile into the next group', async () => {
    const desk = aDesk()
    const ask = createGrouping({ keyOf: () => '', carryOut: desk.carryOut, most: 10, lanes: 1 })
    const first = ['a', 'b'].map((each) => ask(each))
    await turn()
    expect(desk.groups).toEqual([['a', 'b']])
    const second = ['c', 'd'].map((each) => ask(each))
    await turn()
    expect(desk.groups).toEqual([['a', 'b']])
    await desk.next()
    await desk.next()
    expect(desk.groups).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
    expect(await Promise.all([...first, ...second])).toEqual(['A', 'B', 'C', 'D'])
  })

  it('takes at most so many into a group, and runs so many groups side by side', async () => {
    const desk = aDesk()
    const ask = createGrouping({ keyOf: () => '', carryOut: desk.carryOut, most: 2, lanes: 2 })
    const answers = ['a', 'b', 'c'].map((each) => ask(each))
    await turn()
    answers.push(ask('d'), ask('e'))
    await turn()
    expect(desk.groups).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
    for (let i = 0; i < 3; i += 1) await desk.next()
    expect(desk.groups.at(-1)).toEqual(['e'])
    expect(await Promise.all(answers)).toEqual(['A', 'B', 'C', 'D', 'E'])
  })

  it('lets what has different keys not wait for each other', async () => {
    const desk = aDesk()
    const ask = createGrouping({ keyOf, carryOut: desk.carryOut, most: 10, lanes: 1 })
    void ask('x:1')
    void ask('y:1')
    await turn()
    expect(desk.groups).toEqual([['x:1'], ['y:1']])
  })

  it('never has two asks of one person in a group, and keeps their order', async () => {
    const desk = aDesk()
    const ask = createGrouping({ keyOf: () => '', onceEach: keyOf, carryOut: desk.carryOut, most: 10, lanes: 1 })
    const answers = ['x:1', 'x:2', 'y:1', 'x:3'].map((each) => ask(each))
    await turn()
    for (let i = 0; i < 3; i += 1) await desk.next()
    expect(desk.groups).toEqual([['x:1', 'y:1'], ['x:2'], ['x:3']])
    expect(await Promise.all(answers)).toEqual(['X:1', 'X:2', 'Y:1', 'X:3'])
  })

  it('tells what is wrong with one ask to nobody else', async () => {
    const desk = aDesk()
    const ask = createGrouping({ keyOf: () => '', carryOut: desk.carryOut, most: 10, lanes: 1 })
    const answers = Promise.allSettled(['first', 'a', 'bad', 'b'].map((each) => ask(each)))
    await turn()
    for (let i = 0; i < 6; i += 1) await desk.next()
    expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  })

  it('gives everybody their own answer, whatever the sizes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(5)), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }), async (asks, most, lanes) => {
        const ask = createGrouping({
          keyOf: (each: number) => String(each % 2),
          carryOut: async (group) => group.map((each) => each * 2),
          most,
          lanes,
        })
        expect(await Promise.all(asks.map((each) => ask(each)))).toEqual(asks.map((each) => each * 2))
      }),
    )
  })
})
