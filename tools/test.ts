/**
 * `npm test`: builds what is stale, runs every test and ends with one line `N passed, N failed`.
 * Arguments go to Vitest: `npm test -- --project pure`, `npm test -- appeals`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runHere } from './run.ts'
import { judge, readReport } from './test-report.ts'

const startedAt = performance.now()
const folder = mkdtempSync(join(tmpdir(), 'canut-report-'))
const report = join(folder, 'report.json')
try {
  const built = await runHere('node', ['tools/build.ts'])
  const code =
    built === 0
      ? await runHere('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)])
      : null
  const verdict = judge(built === 0 ? readReport(report) : null, code)
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)

  for (const problem of verdict.problems) console.error(problem)
  if (verdict.kinds.length > 0)
    console.log(`\n${verdict.kinds.map(({ kind, tests, files }) => `${kind}: ${tests} tests in ${files} files`).join(' · ')}`)
  if (verdict.secondTries.length > 0)
    console.log(`\nPassed at the second try only, look into it:\n${verdict.secondTries.map((name) => `- ${name}`).join('\n')}`)
  console.log(`Total time: ${seconds} s, build included`)
  console.log(verdict.line)
  process.exitCode = verdict.failed > 0 ? 1 : 0
} finally {
  rmSync(folder, { recursive: true, force: true })
}
