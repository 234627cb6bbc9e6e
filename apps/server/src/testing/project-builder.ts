import type { Person } from '../platform/http/env.ts'
import { recordDeposit } from '../ledger/index.ts'
import { newId, publicId } from '../platform/ids.ts'
import type { Client, TestApp } from './test-app.ts'

export interface BuiltProject {
  readonly id: string
  readonly publicId: string
  readonly organisationId: string
  readonly owner: Person
  /** requests of the owner */
  readonly as: Client
}

export interface ProjectToBuild {
  readonly taskType?: string
  /** money of the organisation, in euros */
  readonly depositMicros?: bigint
  /** left out of what the project tells */
  readonly without?: 'purpose' | 'chain'
}

/** A project that tells everything, of an organisation with money: all that is needed to make and publish batches. */
export async function aProject(canut: TestApp, of: ProjectToBuild = {}): Promise<BuiltProject> {
  const { db } = canut.services
  const owner = await canut.signUp()
  const [organisationId, id] = [newId(), newId()]
  await db
    .insertInto('organisations')
    .values({ id: organisationId, name: `Organisation ${organisationId}`, country: 'FR', created_by: owner.id })
    .execute()
  await db.insertInto('staff').values({ organisation_id: organisationId, person_id: owner.id, role: 'owner' }).execute()
  await db
    .insertInto('projects')
    .values({
      id,
      organisation_id: organisationId,
      name: 'Kind or unkind',
      task_type: of.taskType ?? 'text-class',
      purpose: of.without === 'purpose' ? '' : 'To see whether comments are kind',
      final_client: 'The town library',
      result_use: 'research',
      data_destination: 'The town library, in France',
      data_retention: 'Two years',
      sensitive_categories: ['none'],
      contact_name: 'Ada',
      contact_email: 'ada@example.org',
      created_by: owner.id,
    })
    .execute()
  if (of.without !== 'chain')
    await db
      .insertInto('project_links')
      .values({ project_id: id, position: 1, party: 'The town library', role: 'final client', country: 'FR', share_percent: 0 })
      .execute()
  const amount = of.depositMicros ?? 1_000_000_000n
  if (amount > 0n) await recordDeposit(canut.services, { organisationId, currency: 'EUR', amount, reference: `test ${id}`, by: owner.id })
  return { id, publicId: publicId('prj', id), organisationId, owner, as: canut.as(owner) }
}
