import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'

export interface RequestFigures {
  readonly method: string
  /** the pattern, never the path: `/batches/:batch` */
  readonly route: string
  readonly status: number
  readonly seconds: number
}

/** Figures of this process, in the form that Prometheus reads. They name nobody, and grow with the code, not with its users. */
export interface Metrics {
  readonly registry: Registry
  observeRequest(figures: RequestFigures): void
  /** Adds to `canut_<name>_total`; `name` is written in the code, never taken from a request. */
  count(name: string, help: string, by?: number): void
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

export function createMetrics(): Metrics {
  const registry = new Registry()
  const requests = new Histogram({
    name: 'canut_http_request_duration_seconds',
    help: 'Time until the answer begins, by route pattern, method and status; the count is the number of requests.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: SECONDS,
    registers: [registry],
  })
  const counters = new Map<string, Counter>()
  return {
    registry,
    observeRequest({ method, route, status, seconds }) {
      requests.observe({ method: METHODS.has(method) ? method : 'other', route, status }, seconds)
    },
    count(name, help, by = 1) {
      let counter = counters.get(name)
      if (counter === undefined) {
        counter = new Counter({ name: `canut_${name}_total`, help, registers: [registry] })
        counters.set(name, counter)
      }
      counter.inc(by)
    },
  }
}

let ofProcess: Registry | undefined

/** Memory, processor, event loop and garbage collection: one set for the process, whatever is opened inside it. */
export function processMetrics(): Registry {
  if (ofProcess === undefined) {
    ofProcess = new Registry()
    collectDefaultMetrics({ register: ofProcess })
  }
  return ofProcess
}
