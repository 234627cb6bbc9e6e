import { defineConfig } from 'vitest/config'

/** Workspace packages are tested from their sources, so that no build is needed before a test. */
const fromSource = { resolve: { conditions: ['source'] }, ssr: { resolve: { conditions: ['source'] } } }
const jsx = { oxc: { jsx: { runtime: 'automatic' as const, importSource: 'hono/jsx' } } }
/**
 * V8 keeps a map of its pages of machine code for processors with memory protection keys, and threads that end while WebAssembly is
 * compiled make it fail a check of that map, which ends the process (nodejs/node#64500). Our own threads hold none (start-worker.ts);
 * this is for those of others.
 */
const execArgv = ['--no-memory-protection-keys']
/** How long a test polls for what must come: as a busy machine is no failure, far longer than the usual second. */
const expectLate = { poll: { timeout: 60_000 } }
const database = '**/*.db.test.{ts,tsx}'
const dom = '**/*.web.test.ts'

export default defineConfig({
  test: {
    projects: [
      {
        ...fromSource,
        ...jsx,
        test: {
          name: 'pure',
          include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.{ts,tsx}', 'tools/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: [database, dom, '**/node_modules/**', '**/dist/**'],
          // a busy machine is no failure: properties that run hundreds of cases then need more than the usual five seconds
          testTimeout: 30_000,
          execArgv,
        },
      },
      {
        ...fromSource,
        ...jsx,
        test: { name: 'dom', include: [`apps/browser/src/${dom}`, `packages/elements/src/${dom}`], environment: 'happy-dom' },
      },
      {
        ...fromSource,
        ...jsx,
        test: {
          name: 'database',
          include: [`apps/server/src/${database}`],
          globalSetup: 'tools/test-database.ts',
          execArgv,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: expectLate,
        },
      },
      {
        ...fromSource,
        ...jsx,
        test: {
          name: 'browser',
          include: ['e2e/**/*.spec.ts'],
          globalSetup: 'tools/test-database.ts',
          execArgv,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: expectLate,
          fileParallelism: false,
          // a busy machine makes robots miss a moment (ADR 31); what needed it is named at the end of `npm test`
          retry: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
