import { randomFillSync } from 'node:crypto'

const POOL_BYTES = 8192
let pool = Buffer.alloc(0)

/** Random bytes of the system, fetched many at a time: asking it for 16 costs as much as for 8,192. Nobody else gets the same ones. */
export function randomPart(bytes: number): Buffer {
  if (pool.length < bytes) pool = randomFillSync(Buffer.allocUnsafeSlow(Math.max(POOL_BYTES, bytes)))
  const part = pool.subarray(0, bytes)
  pool = pool.subarray(bytes)
  return part
}
