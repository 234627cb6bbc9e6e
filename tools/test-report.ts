import { readFileSync } from 'node:fs'

/** What we use of Vitest's JSON report. */
export interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly {
      readonly status: string
      readonly fullName?: string
      /** also of the tries before the one that passed */
      readonly failureMessages?: readonly string[]
    }[]
  }[]
}

export interface Verdict {
  readonly failed: number
  readonly kinds: readonly { readonly kind: string; readonly tests: number; readonly files: number }[]
  /** what went wrong outside tests, in sentences */
  readonly problems: readonly string[]
  /** tests that failed first and passed then, by name: races, ours or the robot's */
  readonly secondTries: readonly string[]
  readonly line: string
}

/** Null when there is none: the run ended before it was written. */
export function readReport(file: string): Report | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return null
    throw error
  }
}

/**
 * Counts a run. Whatever is not a passed or skipped test counts as a failure: a file that could not be loaded, an error
 * outside all tests, a run that crashed, a run without tests. Nothing may look green because nothing was run.
 *
 * @param exitCode of Vitest; null when it was not started because the build failed
 */
export function judge(report: Report | null, exitCode: number | null): Verdict {
  const files = report?.testResults ?? []
  const count = (wanted: (status: string) => boolean) =>
    files.flatMap((file) => file.assertionResults).filter(({ status }) => wanted(status)).length
  const passed = count((status) => status === 'passed')
  const skipped = count((status) => SKIPPED.has(status))
  const unloaded = files.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  )
  const failedTests = count((status) => status !== 'passed' && !SKIPPED.has(status)) + unloaded.length

  const problems = unloaded.map(({ name }) => `${name}: failed outside its tests; it counts as one failure.`)
  const aside = problemOfRun({ report, exitCode, ran: passed + failedTests, failedTests })
  if (aside !== null) problems.push(aside)
  const failed = failedTests + (aside === null ? 0 : 1)

  const kinds = [...Map.groupBy(files, ({ name }) => kindOf(name))].map(([kind, own]) => ({
    kind,
    files: own.length,
    tests: own.reduce((sum, { assertionResults }) => sum + assertionResults.length, 0),
  }))
  const secondTries = files.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status, failureMessages = [] }) => status === 'passed' && failureMessages.length > 0)
      .map(({ fullName = '', failureMessages = [] }) => `${name}: ${fullName}: ${failureMessages[0]?.split('\n')[0] ?? ''}`),
  )
  return { failed, kinds, problems, secondTries, line: `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}` }
}

const SKIPPED = new Set(['skipped', 'pending', 'todo', 'disabled'])

interface Run {
  readonly report: Report | null
  readonly exitCode: number | null
  readonly ran: number
  readonly failedTests: number
}

function problemOfRun({ report, exitCode, ran, failedTests }: Run): string | null {
  if (exitCode === null) return 'The build failed, so no test was run. It counts as one failure.'
  if (report === null) return `The test runner ended with code ${exitCode} before it wrote its report. It counts as one failure.`
  if (ran === 0) return 'No test was run. It counts as one failure.'
  if (exitCode !== 0 && failedTests === 0)
    return `The test runner ended with code ${exitCode} although no test failed. It counts as one failure.`
  return null
}

/** The suffix says what a test needs (house.md §9). */
export function kindOf(file: string): string {
  if (/\.spec\.tsx?$/.test(file)) return 'browser'
  if (/\.db\.test\.tsx?$/.test(file)) return 'database'
  if (/\.web\.test\.tsx?$/.test(file)) return 'DOM'
  return 'pure'
}
