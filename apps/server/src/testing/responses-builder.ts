import { LEASES_MAX } from '@canut/contract'
import { newId, publicId } from '../platform/ids.ts'
import type { Person } from '../platform/http/env.ts'
import { leaseTasks, submitResponses, type LeaseOutcome } from '../work/index.ts'
import type { BuiltBatch } from './batch-builder.ts'
import type { TestApp } from './test-app.ts'

type Lease = LeaseOutcome['leases'][number]

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
      const lease = await leaseLowest(canut, batch.id, worker.id)
      const [outcome] = await submitResponses(canut.services, worker.id, [
        { assignmentId: lease.assignmentId, response: { label }, workMs: null },
      ])
      if (outcome === undefined || !outcome.ok) throw new Error('a response was refused')
      made.push({ id: lease.assignmentId, publicId: publicId('asg', lease.assignmentId), number: lease.number, worker, label })
    }
  }
  return made
}

const LOOKED_AT_MAX = 2000

/** The open task with the lowest number: in their turn, gold tasks would come at places that chance decides. */
async function leaseLowest(canut: TestApp, batchId: string, workerId: string): Promise<Lease> {
  for (let from = 1; from < LOOKED_AT_MAX; from += LEASES_MAX) {
    const numbers = Array.from({ length: LEASES_MAX }, (_, i) => from + i)
    const leased = await leaseTasks(canut.services, { batchId, workerId, count: 1, numbers })
    const lease = leased.ok ? leased.value.leases[0] : undefined
    if (lease !== undefined) return lease
  }
  throw new Error('nothing was leased')
}

/** Adds somebody to the staff of the batch's organisation. */
export async function someStaff(canut: TestApp, batch: BuiltBatch, role: 'reviewer' | 'manager' | 'owner'): Promise<Person> {
  const person = await canut.signUp({ email: `${role}-${newId()}@example.org` })
  await canut.services.db.insertInto('staff').values({ organisation_id: batch.organisationId, person_id: person.id, role }).execute()
  return person
}
