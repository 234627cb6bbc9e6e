import { harmfulAmong, NO_CHOICES, refusedCategories, type HarmfulCategory } from '@canut/domain'
import type { Db } from '../platform/db/database.ts'
import { findChoices, giveBack, reserve } from './exposure.store.ts'

export type ExposureLimit =
  | { readonly granted: number; readonly refusal: null }
  | { readonly granted: 0; readonly refusal: { readonly cause: 'not_accepted'; readonly categories: readonly HarmfulCategory[] } }
  | { readonly granted: 0; readonly refusal: { readonly cause: 'exposure_used'; readonly max: number } }

/**
 * How many tasks with this content a person may be given now, and counts them. Work that declares nothing harmful is no
 * business of this: it asks the database nothing.
 *
 * @param declared the project's categories.
 */
export async function limitExposure(
  db: Db,
  of: { personId: string; count: number; declared: readonly string[]; now: Date },
): Promise<ExposureLimit> {
  const categories = harmfulAmong(of.declared)
  if (categories.length === 0) return { granted: of.count, refusal: null }
  const reserved = await reserve(db, { ...of, categories })
  if (reserved === null) {
    const { accepted } = (await findChoices(db, of.personId, of.now)) ?? NO_CHOICES
    return { granted: 0, refusal: { cause: 'not_accepted', categories: refusedCategories(categories, accepted) } }
  }
  if (reserved.granted <= 0 && reserved.dailyMax !== null)
    return { granted: 0, refusal: { cause: 'exposure_used', max: reserved.dailyMax } }
  return { granted: reserved.granted, refusal: null }
}

/** Tasks that were counted and then not handed out. */
export async function returnExposure(
  db: Db,
  of: { personId: string; count: number; declared: readonly string[]; now: Date },
): Promise<void> {
  if (of.count > 0 && harmfulAmong(of.declared).length > 0) await giveBack(db, of)
}
