import type pg from 'pg'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Database } from './db/database.ts'
import type { FileStore } from './files/file-store.ts'
import type { Jobs } from './jobs/jobs.ts'
import type { Lifecycle } from './lifecycle.ts'
import type { Log } from './log.ts'
import type { Mailbox } from './mail/mailbox.ts'
import type { Metrics } from './metrics.ts'

/** What every feature is given; made once in main.ts, and by tests. */
export interface Services {
  readonly config: Config
  readonly db: Database
  /** for COPY and cursors, which the query builder does not speak */
  readonly pool: pg.Pool
  readonly log: Log
  readonly now: Clock
  readonly files: FileStore
  readonly mailbox: Mailbox
  readonly jobs: Jobs
  readonly metrics: Metrics
  readonly lifecycle: Lifecycle
}
