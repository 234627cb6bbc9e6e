import { err, ok, type Result } from '../result.ts'
import { chainShare } from './chain.ts'
import { missingDisclosures, type Disclosure, type MissingDisclosure } from './project.ts'

export type ProjectError =
  | { kind: 'chain_shares_above_100'; total: number }
  /** law 1: people may be working on it, so what they are told must stay whole */
  | { kind: 'disclosure_needed_while_open'; missing: readonly MissingDisclosure[] }
  | { kind: 'media_in_use'; name: string; batch: string }
  | { kind: 'media_wanted_by_import'; name: string }

/**
 * May the project be saved as it now reads? While none of its batches is published it may be incomplete; from then on
 * every disclosure stays.
 */
export function saveProject<P extends Disclosure>(edited: P, of: { hasPublishedBatch: boolean }): Result<P, ProjectError> {
  const total = chainShare(edited.chain)
  if (total > 100) return err({ kind: 'chain_shares_above_100', total })
  if (of.hasPublishedBatch) {
    const missing = missingDisclosures(edited)
    if (missing.length > 0) return err({ kind: 'disclosure_needed_while_open', missing })
  }
  return ok(edited)
}
