#!/usr/bin/env node
// Runs the compiled command line with the Node that npm brought, whatever Node started this file.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '../../..')
const NEEDED_MAJOR = 24

if (Number(process.versions.node.split('.')[0]) < NEEDED_MAJOR) {
  const node = join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin', 'node')
  // the child is in the same terminal, so it gets Ctrl-C itself: this process only has to outlive it
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined)
  const { status, signal, error } = spawnSync(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  if (error) throw error
  process.exit(signal ? 1 : (status ?? 1))
}

if (!existsSync(join(here, '../dist/cli/index.js'))) {
  const built = spawnSync(process.execPath, [join(root, 'tools/build.ts')], { stdio: ['ignore', 'inherit', 'inherit'] })
  if (built.status !== 0) process.exit(built.status ?? 1)
}
const { mindOutputs } = await import('../dist/cli/outputs.js')
mindOutputs()
const { run } = await import('../dist/cli/run.js')
await run(process.argv)
