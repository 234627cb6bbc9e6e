/**
 * `npm run check`: everything that can be said about the code without a browser, in under two minutes.
 * Types come first, because the linter reads the built declarations; the rest runs side by side.
 * Ends with a table of times, and before it the output of each step that failed.
 */
import { availableParallelism } from 'node:os'
import { runQuietly, type Finished } from './run.ts'

interface Step {
  readonly name: string
  readonly command: readonly [string, ...string[]]
}

const FIRST: Step = { name: 'types', command: ['tsc', '-b'] }

/** The longest first, so that none is left alone at the end. */
const BESIDE: readonly Step[] = [
  { name: 'fast tests', command: ['vitest', 'run', '--project', 'pure', '--reporter', 'dot'] },
  { name: 'schema unchanged', command: ['node', 'tools/generate-schema.ts', '--check'] },
  { name: 'lint', command: ['oxlint'] },
  { name: 'unused code', command: ['knip', '--no-progress'] },
  { name: 'boundaries', command: ['node', 'tools/check-boundaries.ts'] },
  { name: 'layout', command: ['node', 'tools/check-layout.ts'] },
  { name: 'format', command: ['oxfmt', '--check'] },
]

interface Outcome extends Finished {
  readonly name: string
}

async function runStep({ name, command: [command, ...args] }: Step): Promise<Outcome> {
  const outcome = { name, ...(await runQuietly(command, args)) }
  console.log(line(outcome))
  return outcome
}

/** As many at a time as the machine has processors. */
async function runSideBySide(steps: readonly Step[]): Promise<Outcome[]> {
  const waiting = steps.values()
  const outcomes: Outcome[] = []
  const work = async () => {
    for (const step of waiting) outcomes.push(await runStep(step))
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  return outcomes
}

function line({ name, code, seconds }: Outcome): string {
  return `${code === 0 ? 'ok    ' : 'FAILED'}  ${name.padEnd(18)} ${seconds.toFixed(1).padStart(6)} s`
}

const startedAt = performance.now()
const outcomes = [await runStep(FIRST), ...(await runSideBySide(BESIDE))]
const failed = outcomes.filter(({ code }) => code !== 0)

for (const { name, output } of failed) console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 100 - name.length))}\n${output.trim()}`)
if (failed.length > 0) console.log(`\n${outcomes.map(line).join('\n')}`)
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
console.log(`\n${outcomes.length - failed.length} of ${outcomes.length} checks passed in ${seconds} s`)
process.exitCode = failed.length === 0 ? 0 : 1
