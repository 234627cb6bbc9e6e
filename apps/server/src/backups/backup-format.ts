import { z } from 'zod'

/**
 * A backup is one tar archive, compressed as a whole with zstd, that ordinary tools open. In this order:
 *
 *     about.json                    what made it, when, and the migrations of its database
 *     tables/<table>.copy/000001 …  the rows of one table as PostgreSQL's COPY writes them (text, with a header line)
 *     jobs.copy/000001 …            what was still to be done in the background, in the same form
 *     files/<key>/000001 …          one stored file (media, uploads)
 *     manifest.json                 figures and SHA-256 of all of the above
 *     manifest.sha256               of the manifest
 *
 * A tar archive needs the length of each entry before its content, which nobody knows of a table that is being read:
 * therefore parts, each small enough to be kept in memory. Joined in order they are the whole.
 */
export const PART_BYTES = 4 * 1024 * 1024

export const ABOUT = 'about.json'
export const MANIFEST = 'manifest.json'
export const MANIFEST_SUM = 'manifest.sha256'
export const JOBS = 'jobs.copy'
export const tableMember = (table: string) => `tables/${table}.copy`
export const fileMember = (key: string) => `files/${key}`

export const FORMAT = 'canut-backup'
export const FORMAT_VERSION = 1

const migration = z.object({ name: z.string(), checksum: z.string() })
const sum = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.number().int().nonnegative()

export const aboutSchema = z.object({
  format: z.literal(FORMAT),
  formatVersion: z.literal(FORMAT_VERSION),
  canutVersion: z.string(),
  createdAt: z.iso.datetime(),
  migrations: z.array(migration).min(1),
  /** queues that `jobs.copy` speaks of */
  queues: z.array(z.string()),
})
export type About = z.infer<typeof aboutSchema>

export const manifestSchema = z.object({
  about: aboutSchema,
  /** in the order in which they can be loaded: referenced tables first */
  tables: z.array(z.object({ name: z.string(), rows: count, bytes: count, sha256: sum })),
  /** the last value of each sequence, for the next one to follow */
  sequences: z.array(z.object({ name: z.string(), lastValue: z.string() })),
  jobs: z.object({ rows: count, bytes: count, sha256: sum }),
  /** the sum is over the name and content of each file in turn: one figure however many there are */
  files: z.object({ count, bytes: count, sha256: sum, missing: count }),
})
export type Manifest = z.infer<typeof manifestSchema>

export interface Part {
  readonly member: string
  /** null: the member is not divided */
  readonly number: number | null
}

/** Which member an archive entry belongs to; null for a name that no backup contains. */
export function partOf(entry: string): Part | null {
  if (entry === ABOUT || entry === MANIFEST || entry === MANIFEST_SUM) return { member: entry, number: null }
  const match =
    /^(tables\/[a-z0-9_]+\.copy|jobs\.copy|files\/(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*[A-Za-z0-9_-][A-Za-z0-9._-]*)\/(\d{6})$/.exec(entry)
  const [, member, number] = match ?? []
  return member === undefined ? null : { member, number: Number(number) }
}

export function entryName(member: string, part: number): string {
  return `${member}/${String(part).padStart(6, '0')}`
}
