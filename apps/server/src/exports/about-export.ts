import { hourlyRate, type Micros } from '@canut/domain'
import { stopRuleOf, type BatchRow } from '../batches/index.ts'
import { listMadeFrom } from '../chains/index.ts'
import type { Db } from '../platform/db/database.ts'
import { publicId } from '../platform/ids.ts'
import { canutVersion } from '../platform/version.ts'
import { getDisclosure } from '../projects/index.ts'
import { countAdjudications, findLatestRuns, viewOfRun, type RunRow } from '../results/index.ts'
import { countReasons, readConditions } from './exports.store.ts'

/** Law 9: that people made these data, how many, for whom, and under which conditions. Goes with every export. */
export async function aboutExport(db: Db, batch: BatchRow, now: Date) {
  const project = await getDisclosure(db, batch.project_id)
  const conditions = await readConditions(db, batch.id)
  const reasons = await countReasons(db, batch.id)
  const { done } = await findLatestRuns(db, batch.id)
  const money = (micros: Micros) => ({ micros: micros.toString(), currency: batch.currency })
  return {
    madeBy: 'people' as const,
    people: conditions.people,
    batch: { id: publicId('bat', batch.id), name: batch.name, taskType: batch.task_type, isDemo: batch.is_demo },
    project: {
      id: publicId('prj', project.id),
      name: project.name,
      purpose: project.purpose,
      finalClient: project.finalClient,
      resultUse: project.resultUse,
      resultUseDetail: project.resultUseDetail,
      dataDestination: project.dataDestination,
      dataRetention: project.dataRetention,
    },
    /** from the final client to this co-operative, with what each keeps */
    chain: project.chain.map(({ party, role, country, sharePercent }) => ({ party, role, country, sharePercent })),
    /** the batches whose answers became tasks of this one; origins.jsonl says which became which */
    madeFrom: (await listMadeFrom(db, batch.id)).map(({ batchId, batchName, tasks }) => ({
      batch: publicId('bat', batchId),
      name: batchName,
      tasks,
    })),
    /** how many responses a task could get, and by which rule; `until_confident` asked for another only while the answer was uncertain */
    responsesPerTask: { most: batch.redundancy, rule: stopRuleOf(batch), extraInAll: Number(batch.extra_responses) },
    responses: {
      underReview: conditions.submitted,
      approved: conditions.approved,
      rejected: conditions.rejected,
      keptAside: conditions.surplus,
      rejectionReasons: reasons,
    },
    pay: {
      perResponse: money(batch.price_micros),
      announcedPerHour: money(hourlyRate(batch.price_micros, batch.estimate_seconds)),
      medianPerHour: conditions.medianPerHourMicros === null ? null : money(conditions.medianPerHourMicros),
      medianWorkMs: conditions.medianWorkMs,
      paid: money(conditions.paidMicros),
    },
    firstSubmittedAt: conditions.firstAt?.toISOString() ?? null,
    lastSubmittedAt: conditions.lastAt?.toISOString() ?? null,
    run: done === null ? null : aboutRun(done),
    /** results that a person of the organisation settled instead of a method */
    adjudicated: await countAdjudications(db, batch.id),
    generatedAt: now.toISOString(),
    software: `Canut ${canutVersion}`,
  }
}

/** How responses were made one, and how far that is to be trusted. */
function aboutRun(run: RunRow) {
  const { id, finishedAt, version, methodAsked, method, reason, parameters, agreement, alpha, goldTasks, accuracy, failure } =
    viewOfRun(run)
  return { id, finishedAt, version, methodAsked, method, reason, parameters, agreement, alpha, goldTasks, accuracy, failure }
}
