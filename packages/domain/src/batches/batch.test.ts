import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateCost } from '../money/money.ts'
import type { Disclosure } from '../projects/project.ts'
import {
  addTasks,
  editBatch,
  owedAfterClose,
  publishBatch,
  raiseRedundancy,
  stepBatch,
  stepImport,
  TASKS_MAX,
  writeInstructions,
  type BatchState,
  type BatchToPublish,
  type ImportState,
} from './batch.ts'

const told: Disclosure = {
  name: 'Kind or unkind',
  purpose: 'To see whether comments are kind',
  finalClient: 'The town library',
  resultUse: 'research',
  resultUseDetail: '',
  dataDestination: 'The town library',
  dataRetention: 'Two years',
  sensitiveCategories: ['none'],
  contactName: 'Ada',
  contactEmail: 'ada@example.org',
  chain: [{ party: 'The town library', role: 'final client', country: 'FR', sharePercent: 0 }],
}
const cost = estimateCost({ tasks: 4, redundancy: 3, price: 50_000n, feePercent: 10, reservePercent: 5, breakMinutesPerHour: 0 })
const ready: BatchToPublish = {
  state: 'draft',
  tasks: 4,
  hasInstructions: true,
  price: 50_000n,
  importRunning: false,
  tasksArrive: false,
  project: told,
  balance: cost.total,
  currency: 'EUR',
  cost,
}
const STATES: readonly BatchState[] = ['draft', 'open', 'paused', 'closed']

describe('publishing', () => {
  it('sets aside exactly what the estimate says', () => {
    expect(publishBatch(ready)).toEqual({ ok: true, value: { state: 'open', reserved: 693_000n } })
  })

  it('sets aside five minutes of pay for each hour of work where content may hurt', () => {
    const hurting = estimateCost({ tasks: 4, redundancy: 3, price: 50_000n, feePercent: 10, reservePercent: 5, breakMinutesPerHour: 5 })
    expect(hurting).toMatchObject({ pay: 600_000n, fee: 60_000n, reserve: 33_000n, breaks: 50_000n, total: 743_000n })
    expect(cost).toMatchObject({ breaks: 0n, total: 693_000n })
  })

  it('lists everything that is missing before it looks at the money', () => {
    const empty = { ...ready, tasks: 0, hasInstructions: false, price: 0n, balance: 0n, project: { ...told, purpose: ' ', chain: [] } }
    expect(publishBatch(empty)).toEqual({
      ok: false,
      error: { kind: 'batch_not_ready', missing: ['project_purpose', 'project_chain', 'tasks', 'instructions', 'price'] },
    })
  })

  it('waits for an import that is running, whatever was loaded before', () => {
    const importing = publishBatch({ ...ready, importRunning: true })
    expect(importing).toEqual({ ok: false, error: { kind: 'batch_not_ready', missing: ['import_running'] } })
  })

  it('refuses a balance that is a millionth too low', () => {
    const balance = cost.total - 1n
    expect(publishBatch({ ...ready, balance })).toEqual({
      ok: false,
      error: { kind: 'balance_too_low', balance, needed: cost.total, currency: 'EUR' },
    })
  })

  it('happens once', () => {
    for (const state of ['open', 'paused', 'closed'] as const) expect(publishBatch({ ...ready, state }).ok).toBe(false)
  })
})

describe('the states of a batch', () => {
  it('never leave the closed state', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('pause', 'resume', 'close' as const)), (steps) => {
        let state: BatchState = 'open'
        let leftClosed = false
        for (const name of steps) {
          const next = stepBatch(state, name)
          leftClosed ||= state === 'closed' && next.ok
          if (next.ok) state = next.value
        }
        expect(leftClosed).toBe(false)
      }),
    )
  })

  it('fix the terms once the batch is published, but not the instructions before it is closed', () => {
    for (const state of STATES) {
      expect(editBatch({ state, tasks: 0 }, { settings: true }).ok).toBe(state === 'draft')
      expect(writeInstructions(state).ok).toBe(state !== 'closed')
    }
  })

  it('fix the task settings once tasks were checked against them', () => {
    expect(editBatch({ state: 'draft', tasks: 2 }, { settings: false }).ok).toBe(true)
    expect(editBatch({ state: 'draft', tasks: 2 }, { settings: true })).toEqual({
      ok: false,
      error: { kind: 'task_settings_fixed', tasks: 2 },
    })
  })
})

describe('extending', () => {
  it('only ever asks for more responses, of a batch that is on offer', () => {
    for (const state of STATES) {
      for (const asked of [0, 2, 3, 4, 99, 100, Number.NaN]) {
        const raised = raiseRedundancy({ state, redundancy: 3 }, asked)
        const allowed = (state === 'open' || state === 'paused') && (asked === 4 || asked === 99)
        expect([state, asked, raised.ok ? raised.value.more : null]).toEqual([state, asked, allowed ? asked - 3 : null])
      }
    }
  })

  it('takes more tasks with their money once the batch is published', () => {
    expect(addTasks({ state: 'draft', tasks: 1 }, 5)).toEqual({ ok: true, value: { reserves: false } })
    expect(addTasks({ state: 'paused', tasks: 1 }, 5)).toEqual({ ok: true, value: { reserves: true } })
    expect(addTasks({ state: 'closed', tasks: 1 }, 5).ok).toBe(false)
    expect(addTasks({ state: 'draft', tasks: TASKS_MAX }, 1)).toEqual({
      ok: false,
      error: { kind: 'too_many_tasks', tasks: TASKS_MAX + 1, max: TASKS_MAX },
    })
  })
})

describe('closing', () => {
  it('keeps the price and the fee of everything that may still be paid', () => {
    expect(owedAfterClose({ undecided: 2, held: 1, open: 1, price: 50_000n, fee: 5_000n })).toBe(220_000n)
    expect(owedAfterClose({ undecided: 0, held: 0, open: 0, price: 50_000n, fee: 5_000n })).toBe(0n)
  })
})

describe('an import', () => {
  it('is checked, then loaded, and can be cancelled until it has ended', () => {
    const may = (step: 'check' | 'load' | 'cancel') =>
      (['uploaded', 'checking', 'checked', 'loading', 'done', 'failed', 'cancelled'] as ImportState[]).filter(
        (state) => stepImport(state, step).ok,
      )
    expect(may('check')).toEqual(['uploaded'])
    expect(may('load')).toEqual(['checked'])
    expect(may('cancel')).toEqual(['uploaded', 'checking', 'checked', 'loading'])
  })
})
