import { HARMFUL_CATEGORIES, type ExposureChoices } from '@canut/domain'
import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../platform/db/database.ts'

/** What the person chose, and how many tasks of today counted; null when they never chose. One row by key. */
export async function findChoices(db: Db, personId: string, now: Date): Promise<(ExposureChoices & { exposedToday: number }) | null> {
  const { rows } = await sql<ExposureChoices & { exposedToday: number }>`
    select accepted, daily_max as "dailyMax", blur_percent as "blurPercent",
      case when exposed_on = ${dayOf(now)}::date then exposed else 0 end as "exposedToday"
    from exposure_choices where person_id = ${personId}`.execute(db)
  return rows[0] ?? null
}

export async function upsertChoices(
  db: Db,
  personId: string,
  { accepted, dailyMax, blurPercent }: ExposureChoices,
  now: Date,
): Promise<void> {
  await sql`
    insert into exposure_choices (person_id, accepted, daily_max, blur_percent, changed_at)
    values (${personId}, ${accepted}::text[], ${dailyMax}, ${blurPercent}, ${now})
    on conflict (person_id) do update set accepted = excluded.accepted, daily_max = excluded.daily_max,
      blur_percent = excluded.blur_percent, changed_at = excluded.changed_at`.execute(db)
}

export async function upsertBlur(db: Db, personId: string, blurPercent: number, now: Date): Promise<void> {
  await sql`
    insert into exposure_choices (person_id, blur_percent, changed_at) values (${personId}, ${blurPercent}, ${now})
    on conflict (person_id) do update set blur_percent = excluded.blur_percent, changed_at = excluded.changed_at`.execute(db)
}

export interface Reserved {
  /** tasks that the person may be given now, at most as many as asked for */
  readonly granted: number
  readonly dailyMax: number | null
}

/**
 * Counts tasks towards the person's limit of the day before they are handed out, in the row that says the limit: two requests
 * at once cannot both have the last one. Null when they do not accept all of `categories`.
 */
export async function reserve(
  db: Db,
  of: { personId: string; count: number; categories: readonly string[]; now: Date },
): Promise<Reserved | null> {
  const day = dayOf(of.now)
  const before = (row: 'c' | 'old') =>
    sql`case when ${sql.ref(`${row}.exposed_on`)} = ${day}::date then ${sql.ref(`${row}.exposed`)} else 0 end`
  const { rows } = await sql<Reserved>`
    update exposure_choices c set exposed_on = ${day}::date,
      exposed = greatest(${before('c')}, least(${before('c')} + ${of.count}::int, coalesce(c.daily_max, 2147483647)))
    where c.person_id = ${of.personId} and c.accepted @> ${of.categories}::text[]
    returning new.exposed - (${before('old')}) as granted, new.daily_max as "dailyMax"`.execute(db)
  return rows[0] ?? null
}

/** Those that were not handed out after all. */
export async function giveBack(db: Db, of: { personId: string; count: number; now: Date }): Promise<void> {
  await sql`
    update exposure_choices set exposed = greatest(0, exposed - ${of.count}::int)
    where person_id = ${of.personId} and exposed_on = ${dayOf(of.now)}::date`.execute(db)
}

/**
 * Categories of content that this person has not accepted, as an array for other statements: work that declares one of them
 * (`&&`) is not for them. Does not depend on the row that it is compared with, so it is worked out once.
 */
export function refusedBy(personId: string | null): RawBuilder<string[]> {
  return sql<string[]>`array(select h from unnest(${[...HARMFUL_CATEGORIES]}::text[]) h
    where h <> all (coalesce((select x.accepted from exposure_choices x where x.person_id = ${personId}::uuid), '{}')))`
}

const dayOf = (now: Date): string => now.toISOString().slice(0, 10)
