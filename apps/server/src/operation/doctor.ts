import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../platform/clock.ts'
import { readConfig, type Config } from '../platform/config.ts'
import { openDatabase } from '../platform/db/database.ts'
import type { Locale } from '../platform/i18n/index.ts'
import type { Log } from '../platform/log.ts'
import { StartupProblem } from '../platform/startup-problem.ts'
import { checkDatabase } from './check-database.ts'
import { checkAddress, checkDataFolder, checkDisk, checkFiles, checkMail, checkNode } from './check-machine.ts'
import { messages } from './doctor.messages.ts'
import { fine, problem, type Finding } from './finding.ts'

export interface DoctorOrder {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly nodeVersion: string
  readonly now: Clock
  readonly locale: Locale
  /** reaches or starts the database */
  readonly openDatabase: () => Promise<{ databaseUrl: string; log: Log; close(): Promise<void> }>
}

/** Looks at everything that an instance needs, and changes nothing. Later checks are left out when an earlier one makes them pointless. */
export async function diagnose(order: DoctorOrder): Promise<Finding[]> {
  const { env, locale } = order
  const t = messages[locale].settings
  const node = checkNode(order.nodeVersion, locale)
  const read = readConfig(env)
  if (!read.ok) return [problem('settings', t.wrong.found({ problems: read.problems }), t.wrong.todo), node]

  const { config } = read
  return [
    fine('settings', t.ok),
    node,
    checkAddress(config, locale),
    await checkDataFolder(config, locale),
    await checkDisk(config, locale),
    await checkFiles(config, locale),
    ...(await examineDatabase(order, config)),
    await checkMail(config, locale),
  ]
}

async function examineDatabase({ openDatabase: reach, now, locale }: DoctorOrder, config: Config): Promise<Finding[]> {
  // Starting it only to look would make it.
  if (config.databaseUrl === null && !existsSync(join(config.dataDir, 'pgdata'))) return [fine('database', messages[locale].database.none)]
  try {
    const reached = await reach()
    try {
      const { pool, close } = openDatabase({ url: reached.databaseUrl, poolSize: 1, log: reached.log })
      try {
        return await checkDatabase({ pool, config, now, locale })
      } finally {
        await close()
      }
    } finally {
      await reached.close()
    }
  } catch (error) {
    if (error instanceof StartupProblem) return [problem('database', error.sentences[locale], null)]
    throw error
  }
}
