import type { Db } from '../platform/db/database.ts'
import type { FileFacts, Issue, TaskSetup } from '../task-types/index.ts'
import { fileIdsIn, fileName } from './file-ids.ts'
import { touchWholeFiles } from './work-files.store.ts'

export interface CheckedResponse {
  readonly assignmentId: string
  readonly setup: TaskSetup
  readonly response: unknown
  readonly payload: unknown
}

/**
 * What is wrong with the files that checked responses name, by the ids of their assignments: one that is missing, not whole,
 * or sent for another assignment, and what the task type says of those that are there. One statement for all responses;
 * none where no response has files. From then on the sweep leaves these files until the responses are stored.
 */
export async function checkNamedFiles(db: Db, responses: readonly CheckedResponse[], now: Date): Promise<Map<string, Issue[]>> {
  const naming = responses.flatMap((each) => {
    const { files } = each.setup
    return files === undefined ? [] : [{ ...each, files, named: files.named(each.response) }]
  })
  const ids = fileIdsIn(naming.flatMap(({ named }) => named.map(({ file }) => file)))
  const found = await touchWholeFiles(db, ids, now)
  const byName = new Map(found.map((file) => [`${file.assignmentId} ${fileName(file.id)}`, file]))
  const problems = new Map<string, Issue[]>()
  for (const { assignmentId, response, payload, files, named } of naming) {
    const facts = new Map<string, FileFacts>()
    const issues: Issue[] = []
    for (const { path, file } of named) {
      const stored = byName.get(`${assignmentId} ${file}`)?.stored ?? null
      if (stored === null) issues.push({ path, code: 'file_not_there', params: {} })
      else facts.set(file, { contentType: stored.contentType, bytes: stored.bytes, seconds: stored.seconds })
    }
    if (issues.length === 0) issues.push(...files.check(response, payload, facts))
    if (issues.length > 0) problems.set(assignmentId, issues)
  }
  return problems
}
