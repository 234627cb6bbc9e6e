import type { AccountKind } from '@canut/domain'
import { randomInt } from 'node:crypto'
import { DEFAULT_TIME_ZONE } from '../platform/i18n/format.ts'

/** Rows over which one busy account is spread; more would cost every reader of its balance. */
export const SHARDS = 16

const FIRST_YEAR = 2000
const monthFormat = new Intl.DateTimeFormat('en-CA', { timeZone: DEFAULT_TIME_ZONE, year: 'numeric', month: 'numeric' })

/** Escrow and fees are touched by every payment: each transaction writes to one of their shards, taken at random. */
export function randomShard(): number {
  return randomInt(SHARDS)
}

/** Which row of `balances` a leg adds to; see migration 0005. */
export function shardOf(kind: AccountKind, of: { spread: number; now: Date }): number {
  if (kind === 'worker') return monthShard(of.now)
  return kind === 'escrow' || kind === 'fees' ? of.spread : 0
}

/** Months since January 2000, as the calendar says in Paris: what a worker reads as "March". */
export function monthShard(at: Date): number {
  const parts = monthFormat.formatToParts(at)
  const part = (type: 'year' | 'month') => Number(parts.find((each) => each.type === type)?.value)
  return (part('year') - FIRST_YEAR) * 12 + part('month') - 1
}

/** The month of a shard as `2026-03`. */
export function monthOfShard(shard: number): string {
  return `${FIRST_YEAR + Math.floor(shard / 12)}-${String((shard % 12) + 1).padStart(2, '0')}`
}
