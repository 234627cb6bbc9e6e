import { sql } from 'kysely'
import type { Person } from '../platform/http/env.ts'
import type { BuiltBatch } from './batch-builder.ts'
import type { TestApp } from './test-app.ts'

/** What somebody was paid, the latest first, as their own file says: "break_pay 0.750000". */
export async function earned(canut: TestApp, worker: Person): Promise<string[]> {
  const [, ...lines] = (await (await canut.as(worker)('/me/earnings.csv')).text()).trim().split(/\r?\n/)
  return lines.map((line) => line.split(',').slice(1, 3).join(' '))
}

/** What was paid for time on a batch, in micro-units, by the kind of account that it came from. */
export async function paidFrom(canut: TestApp, batch: BuiltBatch, transfer: 'break_pay' | 'broken_pay'): Promise<Record<string, bigint>> {
  const { rows } = await sql<{ kind: string; paid: string }>`
    select a.kind, sum(e.debit_micros) as paid from transfers t join entries e on e.transfer_id = t.id join accounts a on a.id = e.account_id
    where t.batch_id = ${batch.id} and t.kind = ${transfer} and e.debit_micros > 0 group by a.kind`.execute(canut.services.db)
  return Object.fromEntries(rows.map(({ kind, paid }) => [kind, BigInt(paid)]))
}
