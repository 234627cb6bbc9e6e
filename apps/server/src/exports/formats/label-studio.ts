import { writeTask, type AnnotationWriting, type TaskWriting } from '../../label-studio/index.ts'
import { membersOf } from '../../platform/members.ts'
import type { ExportContext, ExportFormat, ExportRow } from './format.ts'
import { factsOf } from './row-facts.ts'

/** One list of tasks, each with its annotations: what the editor of Label Studio imports. */
export const labelStudio: ExportFormat = {
  name: 'label-studio.json',
  mediaType: 'application/json',
  title: { en: 'Label Studio', fr: 'Label Studio' },
  summary: {
    en: 'Tasks with their annotations in one JSON file, to be imported into Label Studio. Measures of pictures are percentages there.',
    fr: 'Les tâches avec leurs annotations en un fichier JSON, à importer dans Label Studio. Les mesures d’images y sont en pourcentage.',
  },
  types: null,
  answers: ['results', 'responses'],
  write: writeLabelStudio,
}

/**
 * The rows of a task come one after another, so a task is written when the next begins. The known answer of a gold task is an
 * annotation of its own, marked as ground truth, as it is there.
 */
async function* writeLabelStudio(rows: AsyncIterable<ExportRow>, context: ExportContext): AsyncGenerator<string, void, undefined> {
  let open: { task: TaskWriting; annotations: AnnotationWriting[] } | null = null
  let written = 0
  const write = ({ task, annotations }: NonNullable<typeof open>): string =>
    `${(written += 1) === 1 ? '' : ','}\n${JSON.stringify(writeTask(task, annotations))}`
  yield '['
  for await (const row of rows) {
    if (open !== null && open.task.id !== row.task) {
      yield write(open)
      open = null
    }
    open ??= { task: taskOf(row, context), annotations: [] }
    if (open.annotations.length === 0 && row.truth !== null)
      open.annotations.push({ ...row, response: row.truth, submittedAt: null, workMs: null, facts: { task: row.task }, isTruth: true })
    if (row.response !== null) open.annotations.push({ ...row, facts: factsOf(row, context), isTruth: false })
  }
  if (open !== null) yield write(open)
  yield '\n]\n'
}

const taskOf = ({ task, payload, passed }: ExportRow, { batch, now }: ExportContext): TaskWriting => ({
  id: task,
  taskType: batch.taskType,
  settings: batch.settings,
  payload: membersOf(payload),
  passed,
  now,
})
