import type { ExportContext, ExportRow } from './format.ts'

/**
 * What every line of a file can say of where its answer is from: the method that made it of how many responses, and how sure it
 * is of it; of a single response the pseudonym of who gave it; and the answer of an earlier step that its task was made of.
 */
export function factsOf({ task, worker, confidence, method, people, origin }: ExportRow, { run }: Pick<ExportContext, 'run'>) {
  const version = method !== null && method === run?.method ? run.version : null
  return {
    task,
    ...(worker === null ? { confidence, responses: people, method, version } : { annotator: worker }),
    ...(origin === null ? {} : { from_batch: origin.batch, from_task: origin.task, from_assignment: origin.assignment }),
  }
}
