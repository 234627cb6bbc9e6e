import type { TestApp } from './test-app.ts'

/** A Wednesday morning on which nobody has asked for hours yet, and no batch is open. */
export async function beginWeek(canut: TestApp): Promise<void> {
  canut.clock.set('2026-03-04T09:00:00Z')
  await canut.services.db.updateTable('batches').set({ state: 'closed' }).execute()
  for (const table of ['sittings', 'subscriptions', 'worker_weeks', 'batch_supply', 'project_supply', 'share_rounds'] as const)
    await canut.services.db.deleteFrom(table).execute()
}
