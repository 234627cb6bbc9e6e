import type { Micros } from '@canut/domain'
import { randomBytes } from 'node:crypto'
import { openDatabase, type Database, type OpenDatabase } from '../platform/db/database.ts'
import { newId } from '../platform/ids.ts'
import { createLog } from '../platform/log.ts'
import { freshDatabase, type FreshDatabase } from './test-database.ts'

const NOON = new Date('2026-03-15T11:00:00Z')

/** A fresh database with one steward, and rows that money needs around it, without any page or sign-in. */
export class LedgerWorld {
  readonly db: Database
  readonly url: string
  readonly steward: string
  readonly services: { db: Database; now: () => Date }
  now = NOON
  readonly #database: FreshDatabase
  readonly #opened: OpenDatabase

  private constructor(database: FreshDatabase, opened: OpenDatabase, steward: string) {
    this.#database = database
    this.#opened = opened
    this.db = opened.db
    this.url = database.url
    this.steward = steward
    this.services = { db: opened.db, now: () => this.now }
  }

  static async open(): Promise<LedgerWorld> {
    const database = await freshDatabase()
    const opened = openDatabase({ url: database.url, poolSize: 12, log: createLog({ logLevel: 'silent' }) })
    const world = new LedgerWorld(database, opened, newId())
    await world.aPerson(world.steward)
    return world
  }

  async close(): Promise<void> {
    await this.#opened.close()
    await this.#database.drop()
  }

  async aPerson(id: string = newId()): Promise<string> {
    await this.db
      .insertInto('people')
      .values({ id, name: `Person ${id.slice(-4)}`, email: `${id}@example.org` })
      .execute()
    return id
  }

  async anOrganisation(): Promise<string> {
    const id = newId()
    await this.db
      .insertInto('organisations')
      .values({ id, name: `Organisation ${id}`, country: 'FR', created_by: this.steward })
      .execute()
    return id
  }

  async aBatch(of: {
    organisationId: string
    tasks: number
    redundancy?: number
    price: Micros
    fee: Micros
    currency?: string
  }): Promise<string> {
    const project = newId()
    await this.db
      .insertInto('projects')
      .values({ id: project, organisation_id: of.organisationId, name: 'Project', task_type: 'text-class', created_by: this.steward })
      .execute()
    const id = newId()
    await this.db
      .insertInto('batches')
      .values({
        id,
        project_id: project,
        organisation_id: of.organisationId,
        name: 'Batch',
        task_type: 'text-class',
        settings: '{}',
        state: 'open',
        redundancy: of.redundancy ?? 1,
        price_micros: of.price,
        fee_micros: of.fee,
        currency: of.currency ?? 'EUR',
        pseudonym_salt: randomBytes(16),
        task_count: of.tasks,
        created_by: this.steward,
      })
      .execute()
    return id
  }

  /** A response of this worker, in this state; its review is closed at once when it is decided. */
  async anAssignment(of: {
    batchId: string
    number: number
    workerId: string
    price: Micros
    fee: Micros
    state?: 'leased' | 'submitted' | 'approved' | 'rejected'
    surplus?: boolean
  }): Promise<string> {
    const id = newId()
    const state = of.state ?? 'approved'
    const decided = state === 'approved' || state === 'rejected'
    await this.db
      .insertInto('assignments')
      .values({
        id,
        batch_id: of.batchId,
        number: of.number,
        worker_id: of.workerId,
        state,
        surplus: of.surplus ?? false,
        price_micros: of.price,
        fee_micros: of.fee,
        instructions_version: 1,
        leased_at: this.now,
        lease_expires_at: this.now,
        submitted_at: state === 'leased' ? null : this.now,
        decided_at: decided ? this.now : null,
        decided_by: decided ? this.steward : null,
        decision: decided ? 'person' : null,
      })
      .execute()
    return id
  }
}
