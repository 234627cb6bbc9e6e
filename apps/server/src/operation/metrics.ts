import { Gauge, Registry } from 'prom-client'
import { countJobs } from '../platform/jobs/job-figures.ts'
import { processMetrics } from '../platform/metrics.ts'
import type { Services } from '../platform/services.ts'
import { canutVersion } from '../platform/version.ts'

type Needs = Pick<Services, 'pool' | 'metrics' | 'lifecycle'>

/** Everything that this process can say about itself and its database. */
export function createExposition(services: Needs): { contentType: string; text(): Promise<string> } {
  const own = new Registry()
  addInfo(services, own)
  addPool(services, own)
  addJobs(services, own)
  const all = Registry.merge([services.metrics.registry, own, processMetrics()])
  return {
    contentType: all.contentType,
    // merged each time: counters that were first used since then belong to it too
    text: () => Registry.merge([services.metrics.registry, own, processMetrics()]).metrics(),
  }
}

function addInfo({ lifecycle }: Needs, registry: Registry): void {
  const info = new Gauge({ name: 'canut_info', help: 'The version that runs.', labelNames: ['version'], registers: [] })
  info.set({ version: canutVersion }, 1)
  const stopping = new Gauge({
    name: 'canut_stopping',
    help: '1 once this process was asked to stop.',
    registers: [],
    collect() {
      this.set(lifecycle.isStopping() ? 1 : 0)
    },
  })
  registry.registerMetric(info)
  registry.registerMetric(stopping)
}

function addPool({ pool }: Needs, registry: Registry): void {
  const connections = new Gauge({
    name: 'canut_database_connections',
    help: 'Connections of this process to the database, and requests that wait for one.',
    labelNames: ['state'],
    registers: [],
    collect() {
      this.set({ state: 'idle' }, pool.idleCount)
      this.set({ state: 'used' }, pool.totalCount - pool.idleCount)
      this.set({ state: 'waited_for' }, pool.waitingCount)
    },
  })
  registry.registerMetric(connections)
}

function addJobs({ pool }: Needs, registry: Registry): void {
  const jobs = new Gauge({
    name: 'canut_jobs',
    help: 'Background jobs of the instance (the same from every process), by queue and state.',
    labelNames: ['queue', 'state'],
    registers: [],
    async collect() {
      this.reset()
      for (const { queue, ...states } of await countJobs(pool))
        for (const [state, count] of Object.entries(states)) this.set({ queue, state }, count)
    },
  })
  registry.registerMetric(jobs)
}
