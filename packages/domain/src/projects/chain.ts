import type { ChainLink } from './project.ts'

export const CHAIN_LINKS_MAX = 8

/** Shares are kept in thousandths of a per cent: sums of decimals as floats would say 99.99999999999999. */
const STEPS_PER_PERCENT = 1000

/** What all links keep together, per cent; at most three decimals, exact. */
export function chainShare(chain: readonly Pick<ChainLink, 'sharePercent'>[]): number {
  return chain.reduce((sum, { sharePercent }) => sum + Math.round(sharePercent * STEPS_PER_PERCENT), 0) / STEPS_PER_PERCENT
}

/** What is left for the work when every link has kept its share, per cent. Never below zero for a chain that was saved. */
export function shareLeftForWork(chain: readonly Pick<ChainLink, 'sharePercent'>[]): number {
  return Math.max(0, (100 * STEPS_PER_PERCENT - Math.round(chainShare(chain) * STEPS_PER_PERCENT)) / STEPS_PER_PERCENT)
}
