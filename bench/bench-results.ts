import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, release } from 'node:os'
import { join, relative } from 'node:path'
import { barChart, type BarChart } from './chart.ts'
import { queryOnce } from './own-canut.ts'

const ROOT = join(import.meta.dirname, '..')
const FOLDER = join(import.meta.dirname, 'results')
/** On Linux, times of processes are counted in hundredths of a second. */
const TICKS_PER_SECOND = 100

export interface Machine {
  readonly processors: number
  readonly model: string
  readonly system: string
  readonly node: string
  readonly postgres: string
  /** of the minute before the bench was set up: more than nothing means that somebody else used the machine */
  readonly loadBefore: number
}

const loadBefore = Math.round((loadavg()[0] ?? 0) * 100) / 100

/** What figures depend on, to be kept beside them. */
export async function describeMachine(databaseUrl: string): Promise<Machine> {
  const [row] = await queryOnce<{ server_version: string }>(databaseUrl, 'show server_version', [])
  return {
    processors: availableParallelism(),
    model: cpus()[0]?.model ?? 'unknown',
    system: `${process.platform} ${release()}`,
    node: process.version,
    postgres: row?.server_version ?? 'unknown',
    loadBefore,
  }
}

export function noteOf(machine: Machine, at: Date): string {
  const { processors, model, node, postgres } = machine
  return `${processors} processors (${model}), Node ${node}, PostgreSQL ${postgres}, ${at.toISOString().slice(0, 10)}; clients, server and database share the machine`
}

/** Writes `bench/results/<name>.json` and `.svg`. */
export function saveResults(name: string, figures: object, chart: BarChart): void {
  mkdirSync(FOLDER, { recursive: true })
  const files = [
    [`${name}.json`, `${JSON.stringify(figures, null, 2)}\n`],
    [`${name}.svg`, barChart(chart)],
  ] as const
  for (const [file, content] of files) {
    const path = join(FOLDER, file)
    writeFileSync(path, content)
    process.stderr.write(`${relative(ROOT, path)}\n`)
  }
}

/** A table for people, on stderr: figures to the right. */
export function printTable(title: string, rows: readonly Readonly<Record<string, string | number>>[]): void {
  const names = Object.keys(rows[0] ?? {})
  const cells = [names, ...rows.map((row) => names.map((name) => String(row[name] ?? '')))]
  const widths = names.map((_, i) => Math.max(...cells.map((line) => line[i]?.length ?? 0)))
  const lines = cells.map((line) =>
    line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
  )
  process.stderr.write(`\n${title}\n${lines.map((line) => `  ${line.trimEnd()}\n`).join('')}\n`)
}

/** Seconds of processor that a process has used (Linux; null elsewhere). */
export function processorSeconds(pid: number): number | null {
  if (process.platform !== 'linux') return null
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}
