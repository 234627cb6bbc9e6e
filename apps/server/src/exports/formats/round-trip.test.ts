import { describe, expect, it } from 'vitest'
import { readTasks, type ReadyTask, type TasksChunk } from '../../imports/index.ts'
import { getTaskSetup, taskTypes } from '../../task-types/index.ts'
import { aContext, aRow, textOf } from './format.builders.ts'
import type { ExportFormat } from './format.ts'
import { manifest } from './ground-truth.ts'
import { labelStudio } from './label-studio.ts'

type Task = Pick<ReadyTask, 'payload' | 'truth'>

async function* pieces(text: string): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from(text)
}

/** The tasks of a file, as an import reads it. */
async function tasksOf(taskType: string, settings: unknown, file: string): Promise<Task[]> {
  const setup = getTaskSetup(taskType, settings)
  const tasks: Task[] = []
  for await (const chunk of readTasks(pieces(file), { setup, taskType, findMedia: async (names) => new Set(names) })) {
    expect(chunk.problems).toEqual([])
    tasks.push(...chunk.tasks.map(({ payload, truth }) => ({ payload, truth })))
  }
  return tasks
}

/** The sample of a type, exported and imported again into a batch of the same settings. */
async function roundTrip(name: string, format: ExportFormat): Promise<{ before: Task[]; after: Task[] }> {
  const sample = taskTypes.find((type) => type.name === name)?.sample
  if (sample === undefined) throw new Error(`there is no type ${name}`)
  const before = await tasksOf(name, sample.settings, sample.rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const rows = before.map((task, place) => aRow({ task: place + 1, ...task }))
  return { before, after: await tasksOf(name, sample.settings, await textOf(format, rows, aContext(name, sample.settings))) }
}

/** How large a picture is stands in a task once it has a known answer, which a manifest has no place for. */
const withoutSize = ({ payload }: Task) => Object.fromEntries(Object.entries(payload as object).filter(([member]) => member !== 'size'))
const namesBut = (...left: readonly string[]) => taskTypes.map(({ name }) => name).filter((name) => !left.includes(name))

describe('an export for Label Studio is an import of ours', () => {
  it.each(namesBut())('of %s: every task comes back as it was', async (name) => {
    const { before, after } = await roundTrip(name, labelStudio)
    expect(after.map(withoutSize)).toEqual(before.map(withoutSize))
  })

  // answers to these are regions, choices or texts there; a form or a page is many things at once
  it.each(namesBut('collect', 'template', 'voice'))('of %s: known answers come back as known answers', async (name) => {
    const { before, after } = await roundTrip(name, labelStudio)
    expect(after.map(({ truth }) => truth)).toEqual(before.map(({ truth }) => truth))
  })
})

describe('a known answer of Label Studio that cannot be read', () => {
  const region = (type: string, value: object) => ({ id: 'x', type, original_width: 640, original_height: 400, value })
  it.each([
    ['bbox', region('rectanglelabels', { x: 1, y: 1, width: 9, height: 9, rotation: 45, rectanglelabels: ['car'] })],
    ['bbox', region('rectanglelabels', { x: '1', y: 1, width: 9, height: 9, rectanglelabels: ['car'] })],
    ['polygon', region('polygonlabels', { points: [[1]], polygonlabels: ['lake'] })],
    ['mask', region('brushlabels', { format: 'rle', rle: [1, 2, 3], brushlabels: ['road'] })],
    ['keypoints', { id: 'x', type: 'keypointlabels', value: { x: 1, y: 1, keypointlabels: ['head'] } }],
  ])('of %s is told by its line; it is never taken for one that there is nothing', async (name, item) => {
    const settings = taskTypes.find((type) => type.name === name)?.sample.settings
    const setup = getTaskSetup(name, settings)
    const file = JSON.stringify([{ data: { image: 'a.png' }, annotations: [{ ground_truth: true, result: [item] }] }])
    const chunks: TasksChunk[] = []
    for await (const chunk of readTasks(pieces(file), { setup, taskType: name, findMedia: async (names) => new Set(names) }))
      chunks.push(chunk)
    expect(chunks.flatMap(({ tasks }) => tasks)).toEqual([])
    expect(chunks.flatMap(({ problems }) => problems)).toEqual([expect.objectContaining({ line: 1, code: 'truth_unreadable' })])
  })
})

describe('a manifest of Ground Truth is an import of ours', () => {
  it.each(namesBut('mask', 'template', 'collect'))('of %s: every task comes back as it was', async (name) => {
    const { before, after } = await roundTrip(name, manifest)
    expect(after.map(withoutSize)).toEqual(before.map(withoutSize))
  })
})
