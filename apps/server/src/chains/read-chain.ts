import type { ChainView, PassageView, StepView } from '@canut/contract'
import { mostTasks, orderSteps, type BatchError, type Micros } from '@canut/domain'
import { batchFigures, costOfTasks, getBatch, readiness, type BatchRow } from '../batches/index.ts'
import { balanceOfOrganisation } from '../ledger/index.ts'
import type { Db } from '../platform/db/database.ts'
import { publicId } from '../platform/ids.ts'
import { readParameters } from '../rules/index.ts'
import { listPassages, type PassageRow } from './passages.store.ts'
import { countChangedSince, countDecided, type PassageCounts } from './provenance.store.ts'

export interface ChainStep {
  readonly batch: BatchRow
  readonly mostTasks: number
  readonly tasksDone: number
  /** null when it is published, or nothing is missing */
  readonly missing: BatchError | null
  readonly reserved: Micros
  readonly paid: Micros
  readonly fees: Micros
  readonly left: Micros
  /** what has to be set aside beyond `reserved` if every answer passes */
  readonly mostToCome: Micros
}

export interface ChainPassage extends PassageCounts {
  readonly passage: PassageRow
  readonly changedSince: number
}

export interface Chain {
  /** every one after all that lead to it */
  readonly steps: readonly ChainStep[]
  readonly passages: readonly ChainPassage[]
  readonly totals: readonly (Pick<ChainStep, 'reserved' | 'paid' | 'fees' | 'left' | 'mostToCome'> & {
    readonly currency: string
    readonly balance: Micros
  })[]
}

/** The chains of a project: all batches that passages join, with how far they are and what they cost. */
export async function readChain(db: Db, projectId: string, organisationId: string, now: Date): Promise<Chain> {
  const passages = await withCounts(db, await listPassages(db, projectId))
  const edges = passages.map(({ passage: { from, to } }) => ({ from, to }))
  const ids = orderSteps([...new Set(edges.flatMap(({ from, to }) => [from, to]))], edges)
  const batches = await Promise.all(ids.map((id) => getBatch(db, id)))
  const most = mostTasks(
    batches.map(({ id, task_count: tasks, redundancy }) => ({ step: id, tasks, redundancy })),
    passages.map(({ passage, passed }) => ({
      ...passage,
      passed,
      isOpen: passage.isOn && batches.find(({ id }) => id === passage.to)?.state !== 'closed',
    })),
  )
  const steps: ChainStep[] = []
  for (const batch of batches) steps.push(await readStep(db, batch, most.get(batch.id) ?? batch.task_count, now))
  // as the steps that they lead from
  const ordered = passages.toSorted((a, b) => ids.indexOf(a.passage.from) - ids.indexOf(b.passage.from))
  return { steps, passages: ordered, totals: await totalsOf(db, steps, organisationId) }
}

async function withCounts(db: Db, passages: readonly PassageRow[]): Promise<ChainPassage[]> {
  const counts = await countDecided(
    db,
    passages.map(({ id }) => id),
  )
  const whole: ChainPassage[] = []
  for (const passage of passages) whole.push({ passage, ...counts(passage.id), changedSince: await countChangedSince(db, passage.id) })
  return whole
}

async function readStep(db: Db, batch: BatchRow, most: number, now: Date): Promise<ChainStep> {
  const more = Math.max(0, most - (batch.state === 'draft' ? 0 : batch.task_count))
  const parameters = await readParameters(db)
  const mostToCome = batch.state === 'closed' ? 0n : costOfTasks(batch, parameters, { tasks: more, redundancy: batch.redundancy }).total
  if (batch.state === 'draft') {
    const ready = await readiness(db, batch)
    const missing = ready.ok ? null : ready.error
    return { batch, mostTasks: most, tasksDone: 0, missing, reserved: 0n, paid: 0n, fees: 0n, left: 0n, mostToCome }
  }
  const { tasksDone, reserved, paid, fees, left } = await batchFigures(db, batch.id, now)
  return { batch, mostTasks: most, tasksDone, missing: null, reserved, paid, fees, left, mostToCome }
}

async function totalsOf(db: Db, steps: readonly ChainStep[], organisationId: string): Promise<Chain['totals']> {
  const sum = (of: readonly ChainStep[], name: 'reserved' | 'paid' | 'fees' | 'left' | 'mostToCome') =>
    of.reduce((total, step) => total + step[name], 0n)
  const byCurrency = [...Map.groupBy(steps, ({ batch }) => batch.currency)]
  return Promise.all(
    byCurrency.map(async ([currency, own]) => ({
      currency,
      reserved: sum(own, 'reserved'),
      paid: sum(own, 'paid'),
      fees: sum(own, 'fees'),
      left: sum(own, 'left'),
      mostToCome: sum(own, 'mostToCome'),
      balance: await balanceOfOrganisation(db, organisationId, currency),
    })),
  )
}

export async function readPassage(db: Db, passage: PassageRow): Promise<ChainPassage> {
  const [whole] = await withCounts(db, [passage])
  if (whole === undefined) throw new Error('a passage without counts')
  return whole
}

export function viewOfPassage({ passage, ...counts }: ChainPassage): PassageView {
  return {
    id: publicId('pas', passage.id),
    from: publicId('bat', passage.from),
    to: publicId('bat', passage.to),
    ...passage.rule,
    condition: passage.rule.condition as PassageView['condition'],
    mapping: passage.mapping,
    isOn: passage.isOn,
    ...counts,
    heldBy: passage.heldBy,
    createdAt: passage.createdAt.toISOString(),
  }
}

function viewOfStep({ batch, missing, mostTasks: most, tasksDone, ...amounts }: ChainStep): StepView {
  const money = (micros: Micros) => ({ micros: micros.toString(), currency: batch.currency })
  return {
    batch: publicId('bat', batch.id),
    name: batch.name,
    taskType: batch.task_type,
    state: batch.state,
    tasks: batch.task_count,
    mostTasks: most,
    tasksDone,
    missing: missing === null ? [] : missing.kind === 'batch_not_ready' ? [...missing.missing] : [missing.kind],
    reserved: money(amounts.reserved),
    paid: money(amounts.paid),
    fees: money(amounts.fees),
    left: money(amounts.left),
    mostToCome: money(amounts.mostToCome),
  }
}

export function viewOfChain(chain: Chain): ChainView {
  return {
    steps: chain.steps.map(viewOfStep),
    passages: chain.passages.map(viewOfPassage),
    totals: chain.totals.map(({ currency, ...amounts }) => {
      const money = (micros: Micros) => ({ micros: micros.toString(), currency })
      return {
        reserved: money(amounts.reserved),
        paid: money(amounts.paid),
        fees: money(amounts.fees),
        left: money(amounts.left),
        mostToCome: money(amounts.mostToCome),
        balance: money(amounts.balance),
      }
    }),
  }
}
