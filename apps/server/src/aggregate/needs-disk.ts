import { totalmem } from 'node:os'

/**
 * In memory, responses take some 25 times the size of their file (`bench/aggregation-large.bench.ts`: ids, columns, tables, answers). From
 * this share of the memory on, a method that can read them from the disk in each round does so, which takes it two to three times as long.
 */
export const DISK_FROM_SHARE = 32

export function needsDisk(fileBytes: number, memory: number): boolean {
  return fileBytes * DISK_FROM_SHARE > memory
}

/** Of this machine, or of the container where that is less. */
export function memoryBytes(): number {
  const constrained = process.constrainedMemory()
  return constrained > 0 ? Math.min(totalmem(), constrained) : totalmem()
}
