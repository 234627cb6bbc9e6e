import { describe, expect, it } from 'vitest'
import { judge, kindOf, type Report } from './test-report.ts'

const file = (name: string, ...statuses: string[]): Report['testResults'][number] => ({
  name,
  status: statuses.includes('failed') ? 'failed' : 'passed',
  assertionResults: statuses.map((status) => ({ status })),
})

describe('the last line of npm test', () => {
  it('counts passed and failed tests', () => {
    const { line, failed } = judge({ testResults: [file('a.test.ts', 'passed', 'failed'), file('b.test.ts', 'passed')] }, 1)
    expect({ line, failed }).toEqual({ line: '2 passed, 1 failed', failed: 1 })
  })

  it('names skipped tests only when there are some', () => {
    expect(judge({ testResults: [file('a.test.ts', 'passed')] }, 0).line).toBe('1 passed, 0 failed')
    expect(judge({ testResults: [file('a.test.ts', 'passed', 'skipped', 'todo')] }, 0).line).toBe('1 passed, 0 failed, 2 skipped')
  })

  it('names what passed at the second try only', () => {
    const late = { status: 'passed', fullName: 'a page opens', failureMessages: ['Error: not yet\n  at a.spec.ts:3'] }
    const report = {
      testResults: [{ ...file('a.spec.ts', 'passed'), assertionResults: [late, { status: 'passed', failureMessages: [] }] }],
    }
    const { secondTries, line } = judge(report, 0)
    expect(secondTries).toEqual(['a.spec.ts: a page opens: Error: not yet'])
    expect(line).toBe('2 passed, 0 failed')
  })

  it('counts a file that could not be loaded as a failure and names it', () => {
    const { line, problems } = judge(
      { testResults: [file('a.test.ts', 'passed'), { name: 'b.test.ts', status: 'failed', assertionResults: [] }] },
      1,
    )
    expect(line).toBe('1 passed, 1 failed')
    expect(problems).toEqual(['b.test.ts: failed outside its tests; it counts as one failure.'])
  })

  it.each([
    ['the build failed', null, null],
    ['the runner crashed', null, 134],
    ['no test was run', { testResults: [] }, 0],
    ['every test was skipped', { testResults: [file('a.test.ts', 'skipped')] }, 0],
    ['an error was thrown outside all tests', { testResults: [file('a.test.ts', 'passed')] }, 1],
  ] as const)('fails when %s', (_when, report, exitCode) => {
    const { failed, problems, line } = judge(report, exitCode)
    expect(failed).toBe(1)
    expect(line).toContain('1 failed')
    expect(problems).toHaveLength(1)
  })

  it('tells kinds apart by the suffix', () => {
    expect(['x.test.tsx', 'x.db.test.ts', 'x.web.test.ts', 'e2e/x.spec.ts'].map(kindOf)).toEqual(['pure', 'database', 'DOM', 'browser'])
    expect(judge({ testResults: [file('a.db.test.ts', 'passed', 'failed'), file('b.db.test.ts', 'passed')] }, 1).kinds).toEqual([
      { kind: 'database', files: 2, tests: 3 },
    ])
  })
})
