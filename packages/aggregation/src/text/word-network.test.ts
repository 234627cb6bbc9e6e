import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editDistances, runOf } from './edit-distance.ts'
import { exactWeight, spellingOf, WordNetwork } from './word-network.ts'

const sequence = fc.array(fc.nat(3), { maxLength: 6 })

function networkOf(sequences: readonly (readonly number[])[]): { network: WordNetwork; slots: number[][] } {
  const network = new WordNetwork(Int32Array.of(1, 2, 4, 8))
  const slots = sequences.map((words) => {
    const slotOf = new Int32Array(words.length)
    network.add(runOf(words), 1, slotOf)
    return [...slotOf]
  })
  return { network, slots }
}

function slotsInOrder(network: WordNetwork): number[] {
  return Array.from({ length: network.length }, (_, position) => network.slotAt(position))
}

describe('WordNetwork', () => {
  it('keeps in every slot the weight of all that was added', () => {
    fc.assert(
      fc.property(fc.array(sequence, { maxLength: 5 }), (sequences) => {
        const { network } = networkOf(sequences)
        for (const slot of slotsInOrder(network)) {
          let sum = network.none(slot)
          network.each(slot, (_, weight) => (sum += weight))
          expect(sum).toBe(sequences.length)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('keeps every sequence readable, in the order of its words', () => {
    fc.assert(
      fc.property(fc.array(sequence, { maxLength: 5 }), (sequences) => {
        const { network, slots } = networkOf(sequences)
        const order = slotsInOrder(network)
        for (const [n, words] of sequences.entries()) {
          const positions = slots[n]!.map((slot) => order.indexOf(slot))
          expect(positions).toEqual(positions.toSorted((a, b) => a - b))
          for (const [i, word] of words.entries()) {
            const heard: number[] = []
            network.each(slots[n]![i]!, (each) => heard.push(each))
            expect(heard).toContain(word)
          }
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('aligns two sequences with the fewest edits', () => {
    const distanceOf = editDistances()
    fc.assert(
      fc.property(sequence, sequence, (a, b) => {
        const { network } = networkOf([a, b])
        let edits = 0
        for (const slot of slotsInOrder(network)) {
          let most = 0
          network.each(slot, (_, weight) => (most = Math.max(most, weight)))
          if (most < 2) edits++
        }
        expect(edits).toBe(distanceOf(runOf(a), runOf(b)))
      }),
      { numRuns: 1000 },
    )
  })

  it('puts a slip of the pen beside what it was to be, where alignments cost the same', () => {
    const words = ['were', 'narow', 'and', 'unpaved', 'narrow']
    const network = new WordNetwork(Int32Array.from(words, spellingOf))
    const slotOf = new Int32Array(4)
    network.add(runOf([0, 1, 2, 3]), 1, new Int32Array(4))
    network.add(runOf([0, 4, 3]), 1, slotOf)
    expect(Array.from(slotOf.subarray(0, 3), (slot) => slotsInOrder(network).indexOf(slot))).toEqual([0, 1, 3])
  })

  it('can be used again after it is cleared', () => {
    const { network } = networkOf([[0, 1], [1]])
    network.clear()
    expect([network.length, network.total]).toEqual([0, 0])
    network.add(runOf([3]), 2, new Int32Array(1))
    expect([network.length, network.none(network.slotAt(0))]).toEqual([1, 0])
  })
})

it('rounds weights so that their sums are exact in any order, and none is 0', () => {
  const weights = fc.array(fc.double({ min: 0, max: 1e3, noNaN: true }).map(exactWeight), { maxLength: 20 })
  const sum = (values: readonly number[]) => values.reduce((total, each) => total + each, 0)
  fc.assert(
    fc.property(weights, (values) => {
      expect(sum(values.toReversed())).toBe(sum(values))
      expect(values.every((each) => each > 0)).toBe(true)
    }),
    { numRuns: 1000 },
  )
})
