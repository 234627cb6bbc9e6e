import { err, ok, type Result } from '@canut/domain'
import type { SentFile } from '@canut/contract'
import { z } from 'zod'
import type { MediaKind } from '../../platform/uploads/index.ts'
import { missingOr, storableText } from '../shared/schemas.ts'
import { membersOf } from '../shared/text-value.ts'
import type { FileFacts, Issue, WantedFiles } from '../task-type.ts'
import { MOST_FILES, type EntryField } from './collect.settings.ts'

const NAME_MAX_LENGTH = 200
/** of one file: what the uploads of a project may weigh as well */
const MAX_BYTES: Readonly<Record<MediaKind, number>> = { image: 20_000_000, audio: 50_000_000, video: 50_000_000 }

/** What a field takes: photos are pictures, files are what the field says. */
export const acceptedBy = ({ kind, accept }: EntryField): readonly MediaKind[] => (kind === 'photo' ? ['image'] : accept)
export const hasFiles = ({ kind }: EntryField): boolean => kind === 'photo' || kind === 'file'
export const maxBytesOf = (field: EntryField): number => Math.max(...acceptedBy(field).map((kind) => MAX_BYTES[kind]))

const sentFile = z.strictObject({
  file: z.string(missingOr('wrong_type')).regex(/^fil_[0-9a-f]{32}$/u, 'file_elsewhere'),
  name: storableText(NAME_MAX_LENGTH, { required: true, line: true }),
  type: z.string().max(100).optional(),
  size: z.int().min(0).optional(),
  keepsExif: z.literal(true).optional(),
})

/** The files of one field, as the browser names them. The same photo twice is one photo; where none is needed, none at all will do as well. */
export function filesSchema({ required, fewest, most }: EntryField) {
  return z
    .array(sentFile, missingOr('wrong_type'))
    .superRefine((files, context) => {
      const count = eachOnce(files).length
      if (count > most || files.length > MOST_FILES) context.addIssue({ code: 'custom', message: 'too_many', params: { max: most } })
      if (count < fewest && (required || count > 0)) context.addIssue({ code: 'custom', message: 'too_few', params: { min: fewest } })
    })
    .meta({ minItems: required ? fewest : 0, maxItems: MOST_FILES })
}

export const isSentFiles = (value: unknown): value is readonly SentFile[] =>
  Array.isArray(value) && value.length > 0 && value.every((each) => typeof membersOf(each)['file'] === 'string')

export function eachOnce<T extends { readonly file: string }>(files: readonly T[]): readonly T[] {
  const known = new Set<string>()
  return files.filter(({ file }) => !known.has(file) && known.add(file))
}

/** What a batch with these fields wants of workers' files; undefined when no field has any. */
export function wantedFiles(fields: readonly EntryField[], keepLocation: boolean): WantedFiles | undefined {
  const own = fields.filter(hasFiles)
  if (own.length === 0) return undefined
  const inField = (response: unknown, { name }: EntryField): readonly SentFile[] => {
    const value = membersOf(response)[name]
    return isSentFiles(value) ? value : []
  }
  return {
    kinds: [...new Set(own.flatMap(acceptedBy))],
    maxBytes: Math.max(...own.map(maxBytesOf)),
    most: own.reduce((sum, { most }) => sum + most, 0),
    mayKeepExif: keepLocation,
    named: (response) =>
      own.flatMap((field) => inField(response, field).flatMap(({ file }) => (file.startsWith('fil_') ? [{ path: field.name, file }] : []))),
    check(response, _payload, facts) {
      const kept: Record<string, unknown> = { ...membersOf(response) }
      const issues: Issue[] = []
      for (const field of own) {
        const files = inField(response, field).map((sent, place) =>
          withFacts(sent, `${field.name}-${place + 1}`, { field, facts: facts.get(sent.file) }),
        )
        issues.push(...files.flatMap((file) => (file.ok ? [] : [file.error])))
        if (files.length > 0) kept[field.name] = files.flatMap((file) => (file.ok ? [file.value] : []))
      }
      return issues.length > 0 ? err(issues) : ok(kept)
    },
  }
}

/**
 * What the server knows of the file stands in the response, whatever was sent. What the worker's device calls it does not: names
 * of photos tell of people and places, and a response goes to the requester and into exports.
 */
function withFacts(
  { file, name: ownName }: SentFile,
  name: string,
  { field, facts }: { field: EntryField; facts: FileFacts | undefined },
): Result<SentFile, Issue> {
  if (facts === undefined) return err({ path: field.name, code: 'file_not_there', params: {} })
  const kinds = acceptedBy(field)
  const isWanted = kinds.some((kind) => facts.contentType.startsWith(`${kind}/`))
  if (!isWanted) return err({ path: field.name, code: 'file_kind', params: { name: ownName, found: facts.contentType } })
  return ok({ file, name, type: facts.contentType, size: facts.bytes, ...(facts.keepsExif ? { keepsExif: true } : {}) })
}
