import { totalmem } from 'node:os'
import { expect, it } from 'vitest'
import { DISK_FROM_SHARE, memoryBytes, needsDisk } from './needs-disk.ts'

it('keeps a file on disk from its share of the memory on', () => {
  expect([needsDisk(1000, 1000 * DISK_FROM_SHARE), needsDisk(1001, 1000 * DISK_FROM_SHARE), needsDisk(0, 1)]).toEqual([false, true, false])
})

it('counts no more memory than the machine has', () => {
  expect(memoryBytes()).toBeGreaterThan(2 ** 26)
  expect(memoryBytes()).toBeLessThanOrEqual(totalmem())
})
