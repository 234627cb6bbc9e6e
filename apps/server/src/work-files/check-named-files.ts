import { err, type Result } from '@canut/domain'
import type { Db } from '../platform/db/database.ts'
import type { FileFacts, Issue, TaskSetup } from '../task-types/index.ts'
import { fileIdsIn, fileName } from './file-ids.ts'
import { touchWholeFiles, type StoredContent, type WorkFileRow } from './work-files.store.ts'

export interface CheckedResponse {
  readonly assignmentId: string
  readonly setup: TaskSetup
  readonly response: unknown
  readonly payload: unknown
}

/**
 * Checked responses as they are kept once their files are known, by the ids of their assignments; or what is wrong with the
 * files: one that is missing, not whole, or sent for another assignment, and what the task type says of those that are
 * there. One statement for all responses; none where no response names a file. From then on the sweep leaves these files
 * until the responses are stored. Responses whose type has no files are absent.
 */
export async function checkNamedFiles(
  db: Db,
  responses: readonly CheckedResponse[],
  now: Date,
): Promise<Map<string, Result<unknown, Issue[]>>> {
  const naming = responses.flatMap((each) => {
    const { files } = each.setup
    return files === undefined ? [] : [{ ...each, files, named: files.named(each.response) }]
  })
  const ids = fileIdsIn(naming.flatMap(({ named }) => named.map(({ file }) => file)))
  const found = await touchWholeFiles(db, ids, now)
  const byName = new Map(found.map((file) => [`${file.assignmentId} ${fileName(file.id)}`, file]))
  const checked = new Map<string, Result<unknown, Issue[]>>()
  for (const { assignmentId, response, payload, files, named } of naming) {
    const facts = new Map<string, FileFacts>()
    const issues: Issue[] = []
    for (const { path, file } of named) {
      const row = byName.get(`${assignmentId} ${file}`)
      if (row === undefined || row.stored === null) issues.push({ path, code: 'file_not_there', params: {} })
      else facts.set(file, factsOf(row, row.stored, files.mayKeepExif))
    }
    checked.set(assignmentId, issues.length > 0 ? err(issues) : files.check(response, payload, facts))
  }
  return checked
}

const factsOf = ({ keepExif }: WorkFileRow, { contentType, bytes, seconds }: StoredContent, mayKeepExif: boolean): FileFacts => ({
  contentType,
  bytes,
  seconds,
  keepsExif: keepExif && mayKeepExif && contentType.startsWith('image/'),
})
