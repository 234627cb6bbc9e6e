import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { findLockHolder } from '../apps/server/src/platform/data-folder.ts'
import { createDatabase, urlOfDatabase } from '../apps/server/src/platform/database-admin.ts'
import { startEmbeddedPostgres } from '../apps/server/src/platform/embedded-postgres.ts'
import { migrate } from '../apps/server/src/platform/migrate.ts'
import { stopOrphan } from '../apps/server/src/platform/postmaster.ts'
import { temporaryFolder } from '../apps/server/src/testing/temporary-folder.ts'
import type { TestDatabaseServer } from '../apps/server/src/testing/test-database.ts'

const PREFIX = 'canut-test-'
const TEMPLATE = 'canut_template'
const ABANDONED_AFTER_MS = 60_000

/** The data are thrown away after the run: nothing waits for the disk. Many test files connect at once. */
const SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300', max_wal_size: '256MB' }

interface TestCluster {
  readonly server: TestDatabaseServer
  stop(): Promise<void>
}

interface SharedCluster {
  cluster: Promise<TestCluster>
  users: number
}

/** Vitest calls `setup` once for each project that names this file, in one process: they share one cluster. */
const shared = globalThis as typeof globalThis & { canutTestCluster?: SharedCluster | undefined }

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const current = (shared.canutTestCluster ??= { cluster: startCluster(), users: 0 })
  current.users += 1
  const { server } = await current.cluster
  project.provide('testDatabase', server)
  return async () => {
    current.users -= 1
    if (current.users > 0) return
    shared.canutTestCluster = undefined
    await (await current.cluster).stop()
  }
}

export async function startCluster(): Promise<TestCluster> {
  await removeAbandonedClusters()
  const dataDir = mkdtempSync(join(temporaryFolder(), PREFIX))
  const log = { info: () => undefined, warn: console.warn }
  const postgres = await startEmbeddedPostgres({ dataDir, settings: SETTINGS, log })
  const stop = async () => {
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    const adminUrl = urlOfDatabase(postgres.databaseUrl, 'postgres')
    await createDatabase(adminUrl, TEMPLATE)
    await migrate(urlOfDatabase(adminUrl, TEMPLATE))
    return { server: { adminUrl, template: TEMPLATE }, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** A run that was killed could not clean up after itself; the next one does it. */
async function removeAbandonedClusters(): Promise<void> {
  for (const name of readdirSync(temporaryFolder()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(temporaryFolder(), name)
    const found = statSync(folder, { throwIfNoEntry: false })
    if (found === undefined || found.uid !== process.getuid?.()) continue
    // A folder without a lock may be one whose run is only just starting.
    if (Date.now() - found.mtimeMs < ABANDONED_AFTER_MS || findLockHolder(folder) !== null) continue
    await stopOrphan(folder)
    rmSync(folder, { recursive: true, force: true })
  }
}
