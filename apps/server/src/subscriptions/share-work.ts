import {
  claimCounts,
  harmfulAmong,
  matchesWork,
  refusedCategories,
  shareOut,
  sittingsSince,
  turnsSince,
  weekOf,
  type Parameters,
} from '@canut/domain'
import type { Database } from '../platform/db/database.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import type { Services } from '../platform/services.ts'
import { readParameters } from '../rules/index.ts'
import {
  clearOtherShares,
  hasNewWork,
  lastRound,
  listClaims,
  listProjectSupplies,
  recordRound,
  refreshSupply,
  writeShares,
  writeSupplyOutcomes,
  type ClaimRow,
  type ProjectSupply,
  type SupplyOutcome,
} from './shares.store.ts'
import { endIdleSittings } from './subscriptions.store.ts'

/** How often it is looked whether shares are due: the register of rules says how often they are. */
const LOOK_SECONDS = 5
const ROWS_A_STEP = 2000

export function startSharing(services: Services): void {
  services.jobs.every('share-work', LOOK_SECONDS, () => shareWhenDue(services))
}

async function shareWhenDue(services: Services): Promise<void> {
  const { shareEverySeconds } = await readParameters(services.db)
  const last = await lastRound(services.db)
  const isDue = last === null || services.now().getTime() - last.getTime() >= shareEverySeconds * 1000
  // new work is shared out before those who happen to look can take all of it
  if (isDue || (await hasNewWork(services.db, last))) await shareWork(services)
}

/** The Monday of the week in which shares are counted, as the database keeps it. */
export const weekDay = (now: Date): string => weekOf(now).toISOString().slice(0, 10)

/**
 * Ends sittings that nobody is at, counts what work is left, and shares it out among those whose claim counts. Writes only
 * what changed. Memory: one small record for each claim, and what they may do once for each kind of wish.
 */
export async function shareWork(services: Services): Promise<void> {
  const now = services.now()
  const parameters = await readParameters(services.db)
  const ended = await endIdleSittings(services.db, sittingsSince(now, parameters))
  if (ended > 0) services.log.info({ ended }, 'sittings_ended')

  await inTransaction(services.db, (tx) => refreshSupply(tx, now))
  const supplies = await listProjectSupplies(services.db)
  const claims = await readClaims(services.db, now, parameters)
  const { shares, outcomes } = share(claims, supplies)
  const personIds = claims.map(({ personId }) => personId)
  await inTransaction(services.db, async (tx) => {
    for (let i = 0; i < shares.length; i += ROWS_A_STEP) await writeShares(tx, weekDay(now), shares.slice(i, i + ROWS_A_STEP), now)
    await clearOtherShares(tx, weekDay(now), personIds, now)
    await writeSupplyOutcomes(tx, outcomes, now)
    await recordRound(tx, now, claims.length)
  })
}

async function readClaims(db: Database, now: Date, parameters: Parameters): Promise<ClaimRow[]> {
  const claims: ClaimRow[] = []
  const of = { week: weekDay(now), since: turnsSince(now, parameters), openSince: sittingsSince(now, parameters), now, limit: ROWS_A_STEP }
  for (let after: string | null = null; ;) {
    const page: ClaimRow[] = await listClaims(db, { ...of, after })
    claims.push(...page.filter((claim) => claimCounts(claim, { now, turnHours: parameters.turnHours })))
    if (page.length < ROWS_A_STEP) return claims
    after = page.at(-1)?.personId ?? null
  }
}

function share(claims: readonly ClaimRow[], supplies: readonly ProjectSupply[]) {
  const kinds = kindsOf(claims, supplies)
  const eligibleTo = eligibilityOf(kinds)
  const entries = claims.map((claim) => ({ ...claim, eligible: eligibleTo(claim) }))
  const shared = shareOut(entries, kinds)
  const fits = kinds.map(() => 0)
  for (const { eligible } of entries) for (const index of eligible) fits[index] = (fits[index] ?? 0) + 1
  const outcomes = kinds.flatMap(({ kind, projects }, index): SupplyOutcome[] =>
    projects.map((project) => ({ ...project, kind, scarce: shared.scarce[index] ?? false, claims: fits[index] ?? 0 })),
  )
  const shares = claims.map(({ personId }, index) => ({
    personId,
    shareSeconds: wholeSeconds(shared.shares[index] ?? 0),
    shareKinds: (shared.meant[index] ?? [])
      .flatMap((supply) => (shared.scarce[supply] === true ? (kinds[supply]?.kind ?? []) : []))
      // in one order, so that the same share is not written again
      .toSorted(),
  }))
  return { shares, outcomes }
}

/** Projects that fit the same people, as one supply. */
interface Kind {
  readonly kind: string
  readonly seconds: number
  readonly projects: readonly ProjectSupply[]
}

/** Projects of one type and language, and of the same content that may hurt, fit the same people, but for those that somebody asked for by name. */
function kindsOf(claims: readonly ClaimRow[], supplies: readonly ProjectSupply[]): Kind[] {
  const named = new Set(claims.flatMap(({ projectIds }) => projectIds ?? []))
  const kinds = new Map<string, ProjectSupply[]>()
  for (const supply of supplies) {
    const key = named.has(supply.projectId)
      ? supply.projectId
      : JSON.stringify([supply.taskType, supply.language, ...harmfulAmong(supply.declared)])
    const projects = kinds.get(key) ?? []
    projects.push(supply)
    kinds.set(key, projects)
  }
  return [...kinds].map(([kind, projects]) => ({ kind, projects, seconds: projects.reduce((sum, { seconds }) => sum + seconds, 0) }))
}

/** Most people ask for the same few kinds of work: what fits them is found once, and is one list in memory. */
function eligibilityOf(kinds: readonly Kind[]): (claim: ClaimRow) => readonly number[] {
  const known = new Map<string, readonly number[]>()
  return (claim) => {
    const key = JSON.stringify([claim.taskTypes, claim.languages, claim.projectIds, claim.accepted])
    const fits = (one: ProjectSupply): boolean => matchesWork(claim, one) && refusedCategories(one.declared, claim.accepted).length === 0
    const fitting = () => kinds.flatMap(({ projects: [one] }, index) => (one !== undefined && fits(one) ? [index] : []))
    const found = known.get(key) ?? fitting()
    known.set(key, found)
    return found
  }
}

/** Downwards, so that no page promises more than there is; a millionth of a second is rounding. */
const wholeSeconds = (seconds: number) => Math.floor(seconds + 1e-6)
