import { outputLine } from '../../ground-truth/index.ts'
import { membersOf, type Members } from '../../platform/members.ts'
import { bytesOf } from './file-ends.ts'
import type { ExportContext, ExportFormat, ExportRow } from './format.ts'
import type { Spool } from './spool.ts'
import { zipOf, type ZipEntry } from './zip.ts'

/** For programs that make one answer of several, written for Ground Truth: a file per task, and the manifest that names it. */
export const workerResponses: ExportFormat = {
  name: 'worker-responses.zip',
  mediaType: 'application/zip',
  title: { en: 'Ground Truth worker responses', fr: 'Réponses individuelles Ground Truth' },
  summary: {
    en: 'What each person answered in your page: a file per task as Amazon’s Ground Truth keeps it, and the output manifest that names the files.',
    fr: 'Ce que chaque personne a répondu dans votre page : un fichier par tâche comme le garde Ground Truth d’Amazon, et le manifeste de sortie qui nomme ces fichiers.',
  },
  types: ['template'],
  answers: ['responses'],
  write: (rows, context) => zipOf(context, (openSpool) => entriesOf(rows, context, openSpool())),
}

async function* entriesOf(rows: AsyncIterable<ExportRow>, context: ExportContext, lines: Spool): AsyncGenerator<ZipEntry, void, undefined> {
  for await (const own of byTask(rows)) {
    const name = `worker-responses/${own[0].task}.json`
    yield { name, content: JSON.stringify({ answers: own.map(answerOf) }) }
    await lines.add(`${JSON.stringify(lineOf(own, name, context))}\n`)
  }
  yield { name: 'output.manifest', content: bytesOf(lines.read()) }
}

type Rows = [ExportRow, ...ExportRow[]]

/** Rows come in the order of their tasks. */
async function* byTask(rows: AsyncIterable<ExportRow>): AsyncGenerator<Rows, void, undefined> {
  let own: Rows | null = null
  for await (const row of rows) {
    if (own !== null && own[0].task === row.task) own.push(row)
    else {
      if (own !== null) yield own
      own = [row]
    }
  }
  if (own !== null) yield own
}

const contentOf = ({ response }: ExportRow): unknown => membersOf(response)['answer'] ?? {}

/** When a task was accepted is not kept, so it is not there. */
const answerOf = (row: ExportRow): Members => ({
  submissionTime: row.submittedAt,
  timeSpentInSeconds: row.workMs === null ? null : row.workMs / 1000,
  workerId: row.worker,
  answerContent: contentOf(row),
})

function lineOf(own: Rows, name: string, { batch, now }: ExportContext): Members {
  const [{ payload, passed }] = own
  const classes = { names: [], indexOf: () => -1 }
  // a page sees the whole line, so it is the payload
  const whole = { ...membersOf(payload), ...passed }
  const making = { taskType: batch.taskType, batchName: batch.name, payload: whole, passed: whole, confidence: null, now, classes }
  const line = outputLine({ ...making, required: [], response: own.map(contentOf) })
  // a label and what is said of it come last
  const [metadata = ''] = Object.keys(line).slice(-1)
  return { ...line, [metadata]: { ...membersOf(line[metadata]), 'worker-response-ref': name } }
}
