import { newId, publicId } from '../platform/ids.ts'
import type { Person } from '../platform/http/env.ts'
import { leaseTasks, submitResponses } from '../work/index.ts'
import type { BuiltBatch } from './batch-builder.ts'
import type { TestApp } from './test-app.ts'

export interface BuiltResponse {
  readonly id: string
  readonly publicId: string
  readonly number: number
  readonly worker: Person
  readonly label: string
}

/** New workers, each with these labels for the first tasks of the batch, through the same use cases as people: `[['yes', 'no']]` is one worker. */
export async function someResponses(canut: TestApp, batch: BuiltBatch, labels: readonly (readonly string[])[]): Promise<BuiltResponse[]> {
  const made: BuiltResponse[] = []
  for (const own of labels) {
    const worker = await canut.signUp()
    for (const label of own) {
      const leased = await leaseTasks(canut.services, { batchId: batch.id, workerId: worker.id, count: 1 })
      const lease = leased.ok ? leased.value.leases[0] : undefined
      if (lease === undefined) throw new Error('nothing was leased')
      const [outcome] = await submitResponses(canut.services, worker.id, [
        { assignmentId: lease.assignmentId, response: { label }, workMs: null },
      ])
      if (outcome === undefined || !outcome.ok) throw new Error('a response was refused')
      made.push({ id: lease.assignmentId, publicId: publicId('asg', lease.assignmentId), number: lease.number, worker, label })
    }
  }
  return made
}

/** Adds somebody to the staff of the batch's organisation. */
export async function someStaff(canut: TestApp, batch: BuiltBatch, role: 'reviewer' | 'manager' | 'owner'): Promise<Person> {
  const person = await canut.signUp({ email: `${role}-${newId()}@example.org` })
  await canut.services.db.insertInto('staff').values({ organisation_id: batch.organisationId, person_id: person.id, role }).execute()
  return person
}
