import { OpenAPIHono } from '@hono/zod-openapi'
import { HTTPException } from 'hono/http-exception'
import { randomBytes } from 'node:crypto'
import { createAllow, type Allow } from './access/index.ts'
import { apiDescription } from './api-description/index.ts'
import { breakApi, breakPages, startBreakTasks } from './breaks/index.ts'
import { batchApi, batchPages, startBatchTasks } from './batches/index.ts'
import { chainApi, chainPages, startChainTasks } from './chains/index.ts'
import { digestPages, startDigestTasks } from './digests/index.ts'
import { exportPages, exportRoutes } from './exports/index.ts'
import { framePages } from './frames/index.ts'
import { homeRoutes } from './home/index.ts'
import { importApi, importPages, startImportTasks } from './imports/index.ts'
import { createAuth, forgetExpired, identify, identityRoutes } from './identity/index.ts'
import { labelStudioPages } from './label-studio/index.ts'
import { mediaApi, mediaPages } from './media/index.ts'
import { organisationApi, organisationPages } from './organisations/index.ts'
import { earningsPages, ledgerApi, statementPages } from './ledger/index.ts'
import { operationRoutes } from './operation/index.ts'
import { systemClock, type Clock } from './platform/clock.ts'
import type { Config } from './platform/config.ts'
import { openDatabase } from './platform/db/database.ts'
import { openFiles } from './platform/files/open-files.ts'
import { assetRoutes } from './platform/http/assets.ts'
import { limitBodies } from './platform/http/body-limit.ts'
import type { AppEnv } from './platform/http/env.ts'
import { answerOnce, forgetAnswers } from './platform/http/repeated-requests.ts'
import { recordRequests } from './platform/http/request-log.ts'
import { isCrossSite, securityHeaders } from './platform/http/security.ts'
import { createJobs } from './platform/jobs/jobs.ts'
import { createLifecycle } from './platform/lifecycle.ts'
import { createLog, type Log } from './platform/log.ts'
import { folderMailbox, smtpMailbox, type Mailbox } from './platform/mail/mailbox.ts'
import { createMetrics } from './platform/metrics.ts'
import type { Services } from './platform/services.ts'
import { projectApi, projectPages } from './projects/index.ts'
import { savedTemplateApi, savedTemplatePages } from './saved-templates/index.ts'
import { rulesPages } from './rules/index.ts'
import { RefusedRequest, refuse, respondRefusal, type Refusal } from './problems/index.ts'
import { resultApi, resultPages, startResultTasks } from './results/index.ts'
import { reviewApi, reviewPages, startReviewTasks } from './reviews/index.ts'
import { depositPages, stewardApi, stewardPages } from './steward/index.ts'
import { exposureApi, exposurePages } from './exposure/index.ts'
import { createBringer, notePresence, startSharing, subscriptionApi, subscriptionPages } from './subscriptions/index.ts'
import { wizardPages } from './wizard/index.ts'
import { startFileTasks, workFileRoutes } from './work-files/index.ts'
import { startWorkTasks, workPages, workRoutes } from './work/index.ts'

export interface Opened {
  readonly services: Services
  close(): Promise<void>
}

export interface Overrides {
  readonly now?: Clock
  readonly mailbox?: Mailbox
  readonly log?: Log
}

/** Wires everything that features are given. The database at `databaseUrl` must be migrated already. */
export function openServices(config: Config, databaseUrl: string, overrides: Overrides = {}): Opened {
  const log = overrides.log ?? createLog(config)
  const database = openDatabase({ url: databaseUrl, poolSize: config.poolSize, log })
  const services: Services = {
    config,
    db: database.db,
    pool: database.pool,
    log,
    now: overrides.now ?? systemClock,
    files: openFiles(config),
    mailbox:
      overrides.mailbox ??
      (config.smtpUrl === null ? folderMailbox(`${config.dataDir}/mail`, config.mailFrom) : smtpMailbox(config.smtpUrl, config.mailFrom)),
    jobs: createJobs({ pool: database.pool, db: database.db, log }),
    metrics: createMetrics(),
    lifecycle: createLifecycle(),
  }
  return { services, close: database.close }
}

export type App = OpenAPIHono<AppEnv>

/** Whatever is thrown becomes an answer: a refusal in its own words, anything else a 500 that the log explains. */
function answerRefusals(app: App, services: Services): void {
  app.notFound((c) => respondRefusal(c, { kind: 'not_found' }))
  app.onError((error, c) => {
    const refusal = refusalOf(error)
    if (refusal.kind === 'internal') services.log.error({ err: error, requestId: c.var.requestId, path: c.req.path }, 'request_failed')
    return respondRefusal(c, refusal)
  })
}

/** All routes behind the same checks. `secret` signs session cookies and must be the same in every process of an instance. */
export function createApp(services: Services, secret: string = randomBytes(32).toString('hex')): App {
  const auth = createAuth(services, secret)
  const allow = createAllow(services)
  const app = new OpenAPIHono<AppEnv>()

  app.use(securityHeaders)
  app.use(recordRequests(services))
  app.route('/', assetRoutes())
  app.use(identify(services, secret))
  app.use(async (c, next) => {
    if (isCrossSite(c.req.raw, services.config.publicUrl)) refuse({ kind: 'cross_site_request' })
    await next()
  })

  app.use(limitBodies)
  app.use('/api/v1/*', answerOnce(services))

  app.route('/', operationRoutes(services, allow))
  app.route('/', homeRoutes(services, allow))
  app.route('/', identityRoutes(services, allow, auth))
  app.route('/', organisationPages(services, allow))
  app.route('/', organisationApi(services, allow))
  app.route('/', projectPages(services, allow))
  app.route('/', projectApi(services, allow))
  app.route('/', mediaPages(services, allow))
  app.route('/', mediaApi(services, allow))
  app.route('/', savedTemplatePages(services, allow))
  app.route('/', savedTemplateApi(services, allow))
  app.route('/', wizardPages(services, allow))
  app.route('/', framePages(services, allow))
  app.route('/', batchPages(services, allow))
  app.route('/', batchApi(services, allow))
  app.route('/', chainPages(services, allow))
  app.route('/', chainApi(services, allow))
  app.route('/', importPages(services, allow))
  app.route('/', importApi(services, allow))
  app.route('/', labelStudioPages(services, allow))

  addWork(app, services, allow)

  app.route('/', reviewApi(services, allow))
  app.route('/', reviewPages(services, allow))
  app.route('/', resultApi(services, allow))
  app.route('/', resultPages(services, allow))
  app.route('/', exportRoutes(services, allow))
  app.route('/', exportPages(services, allow))

  app.route('/', ledgerApi(services, allow))
  app.route('/', earningsPages(services, allow))
  app.route('/', statementPages(services, allow))
  app.route('/', rulesPages(services, allow))
  app.route('/', stewardPages(services, allow))
  app.route('/', depositPages(services, allow))
  app.route('/', stewardApi(services, allow))

  app.route('/', apiDescription(app, services, allow))

  answerRefusals(app, services)
  return app
}

/** What people do who work: tasks, hours, limits, breaks. */
function addWork(app: App, services: Services, allow: Allow): void {
  const bringer = createBringer(services)
  app.route('/', notePresence(services))
  app.route('/', workRoutes(services, allow, bringer))
  app.route('/', workFileRoutes(services, allow))
  app.route('/', workPages(services, allow, bringer))
  app.route('/', subscriptionApi(services, allow))
  app.route('/', subscriptionPages(services, allow))
  app.route('/', exposureApi(services, allow))
  app.route('/', exposurePages(services, allow))
  app.route('/', breakApi(services, allow))
  app.route('/', breakPages(services, allow))
  app.route('/', digestPages(services, allow))
}

/** What runs beside requests: job workers and the short tasks that keep time. Call before `services.jobs.start()`. */
export function addBackgroundWork(services: Services): void {
  startWorkTasks(services)
  startBreakTasks(services)
  startFileTasks(services)
  startSharing(services)
  startBatchTasks(services)
  startImportTasks(services)
  startChainTasks(services)
  startReviewTasks(services)
  startResultTasks(services)
  startDigestTasks(services)
  services.jobs.every('forget-expired', 3600, () => forgetExpired(services))
  services.jobs.every('forget-answers', 3600, () => forgetAnswers(services))
}

function refusalOf(error: Error): Refusal {
  if (error instanceof RefusedRequest) return error.refusal
  // how the router says that a body is not JSON, or not of the declared type
  if (error instanceof HTTPException && error.status < 500)
    return { kind: 'invalid_request', issues: [{ path: '', message: error.message }] }
  // how Node says that the sender hung up, or sent pieces that are none, before the body was whole: nobody is there to be answered
  if (error.message === 'aborted' && 'code' in error && error.code === 'ECONNRESET')
    return { kind: 'invalid_request', issues: [{ path: '', message: 'aborted' }] }
  return { kind: 'internal' }
}
