import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { closeSync, existsSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'

const OUTPUTS = pathToFileURL(join(import.meta.dirname, 'outputs.ts')).href
/** The Node of the project, which runs TypeScript as it is. */
const NODE = join(createRequire(import.meta.url).resolve('node/package.json'), '..', 'bin', 'node')

interface Said {
  readonly code: number | null
  readonly err: string
}

/** A command that begins when its outputs are in place, and says how it went on from there on stderr. */
function run(script: string, { out, reads }: { out: 'pipe' | number; reads: 'out' | 'err' }): Promise<Said> {
  const child = spawn(NODE, ['--input-type=module', '-e', `import { mindOutputs } from '${OUTPUTS}'\nmindOutputs()\n${script}`], {
    stdio: ['pipe', out, 'pipe'],
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
  })
  let err = ''
  if (reads === 'err') {
    child.stdout?.destroy()
    child.stderr?.on('data', (text: Buffer) => (err += text.toString()))
  } else {
    child.stderr?.destroy()
    child.stdout?.on('data', (text: Buffer) => (err += text.toString()))
  }
  // by now the other end is closed
  child.stdin?.end('go')
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, err })))
}

const WRITES = (stream: 'stdout' | 'stderr', then: string) =>
  `process.stdin.once('data', () => {
    process.${stream}.write('the figures')
    setImmediate(() => { ${then} })
  })`

describe('a command whose words nobody takes', () => {
  it('goes on when the reader of its result has read enough, and ends as it would have', async () => {
    const { code, err } = await run(WRITES('stdout', `process.stdout.write('more'); process.stderr.write('went on')`), {
      out: 'pipe',
      reads: 'err',
    })
    expect({ code, err }).toEqual({ code: 0, err: 'went on' })
  })

  it('goes on when nobody reads its progress', async () => {
    const { code, err } = await run(WRITES('stderr', `process.stderr.write('more'); process.stdout.write('went on')`), {
      out: 'pipe',
      reads: 'out',
    })
    expect({ code, err }).toEqual({ code: 0, err: 'went on' })
  })

  it.skipIf(!existsSync('/dev/full'))('ends with 1 and a sentence when the disk on which its result goes is full', async () => {
    const full = openSync('/dev/full', 'w')
    const { code, err } = await run(WRITES('stdout', `process.stdout.write('more')`), { out: full, reads: 'err' })
    closeSync(full)
    expect(code).toBe(1)
    expect(err).toBe('\nThe result could not be written: the disk is full.\n')
  })
})
