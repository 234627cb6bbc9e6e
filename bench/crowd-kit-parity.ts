import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  crowd,
  dawidSkene,
  glad,
  majorityVote,
  oneCoinDawidSkene,
  voteShares,
  wawa,
  zeroBasedSkill,
} from '../packages/aggregation/src/index.ts'
import type { Aggregate, Crowd } from '../packages/aggregation/src/index.ts'

const SETS = ['anaesthesia1979', 'bluebird', 'face', 'labelme']

/** The greatest difference between our number and Crowd-Kit's. */
export interface Parity {
  readonly set: string
  readonly what: string
  readonly difference: number
  readonly why: string
}

/** Under the attributes’ own names. */
type Extra = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** Beside the numbers in `<folder>/parity`; nothing when they are not there. */
export function compareWithCrowdKit(folder: string): Parity[] {
  const extraFile = join(folder, 'parity', 'parity-extra.json')
  if (!existsSync(extraFile)) return []
  const extra = JSON.parse(readFileSync(extraFile, 'utf8')) as Extra
  return SETS.filter((set) => existsSync(join(folder, set, 'labels.csv'))).flatMap((set) => compareSet(folder, set, extra))
}

function compareSet(folder: string, set: string, extra: Extra): Parity[] {
  const rows = linesOf(join(folder, set, 'labels.csv')).map(([task, worker, label]) => ({ task: task!, worker: worker!, label: label! }))
  const built = crowd(rows, { repeats: 'all' })
  const votes = majorityVote(built)
  const tied = votes.tasks.filter((_, t) => votes.top.start[t + 1]! - votes.top.start[t]! > 1).length
  const again = set === 'anaesthesia1979' ? '; and it counts a label that an observer repeats once only' : ''
  const ties = tied === 0 ? '' : `${tied} tasks tie: a part of an agreement each here, all or none there${again}`
  const table = (what: string) => join(folder, 'parity', `${set}-${what}-proba.csv`)
  const line = (what: string, difference: number, why = ''): Parity => ({ set, what, difference, why })
  const iterationsOf = (what: string) => ((extra[`${set}-${what}`]?.['loss_history_'] ?? [0]) as readonly number[]).length
  const fixed = (what: string) => ({ tolerance: -1, maxIterations: iterationsOf(what) })
  const skills = (what: string) => (extra[`${set}-${what}`]?.['skills_'] ?? {}) as Readonly<Record<string, number>>

  const lines = [
    line('MajorityVote shares', compareTables(built, voteShares(built), table('MajorityVote'))),
    line('Wawa skills', compareSkills(built, wawa(built).skills, skills('Wawa')), ties),
    line('ZeroBasedSkill skills', compareSkills(built, zeroBasedSkill(built).skills, skills('ZeroBasedSkill')), ties),
  ]
  for (const what of ['DawidSkene-n1', 'DawidSkene-n5', 'DawidSkene-n100', 'DawidSkene-n100-tol0neg']) {
    const options = what.endsWith('neg') ? { tolerance: -1, maxIterations: 100 } : fixed(what)
    lines.push(line(what, compareTables(built, dawidSkene(built, options).posteriors, table(what)), floorNote(set)))
  }
  const coins = oneCoinDawidSkene(built, fixed('OneCoinDawidSkene-n100'))
  lines.push(line('OneCoin posteriors', compareTables(built, coins.posteriors, table('OneCoinDawidSkene-n100'))))
  lines.push(line('OneCoin skills', compareSkills(built, coins.skills, skills('OneCoinDawidSkene-n100'))))
  if (existsSync(table('GLAD'))) {
    const difference = compareTables(built, glad(built).posteriors, table('GLAD'))
    lines.push(line('GLAD', difference, 'its M step stops early (conjugate gradients, tolerance 0.01)'))
  }
  return lines
}

function floorNote(set: string): string {
  return set === 'bluebird' ? '' : 'it floors counts at 1e-10: what maximum likelihood rules out is possible there'
}

function linesOf(file: string): string[][] {
  const lines = readFileSync(file, 'utf8').trimEnd().split(/\r?\n/)
  return lines.slice(1).map((line) => line.split(','))
}

function compareTables({ tasks, labels }: Crowd, ours: Float64Array, file: string): number {
  const columns = readFileSync(file, 'utf8').split(/\r?\n/, 1)[0]!.split(',').slice(1)
  const rows = new Map(tasks.map((task, row) => [task, row]))
  let greatest = 0
  for (const [task, ...cells] of linesOf(file)) {
    for (const [n, label] of columns.entries()) {
      const mine = ours[rows.get(task!)! * labels.length + labels.indexOf(label)]!
      greatest = Math.max(greatest, Math.abs(mine - Number(cells[n])))
    }
  }
  return greatest
}

function compareSkills(
  { workers }: Pick<Aggregate & Crowd, 'workers'>,
  ours: Float64Array,
  theirs: Readonly<Record<string, number>>,
): number {
  return Math.max(...workers.map((worker, n) => Math.abs(ours[n]! - theirs[worker]!)))
}
