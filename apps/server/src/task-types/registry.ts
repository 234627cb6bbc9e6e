import { bbox } from './bbox/bbox.tsx'
import { imageClass } from './image-class/image-class.tsx'
import { keypoints } from './keypoints/keypoints.tsx'
import { polygon } from './polygon/polygon.tsx'
import { mask } from './mask/mask.tsx'
import { pairwise } from './pairwise/pairwise.tsx'
import { ranking } from './ranking/ranking.tsx'
import type { TaskSetup, TaskType } from './task-type.ts'
import { spans } from './spans/spans.tsx'
import { template } from './template/template.tsx'
import { textClass } from './text-class/text-class.tsx'
import { translation } from './translation/translation.tsx'
import { check } from './check/check.tsx'
import { collect } from './collect/collect.tsx'
import { transcribe } from './transcribe/transcribe.tsx'
import { voice } from './voice/voice.tsx'

/** Every kind of task, in the order in which requesters see them. */
export const taskTypes: readonly TaskType[] = [
  textClass,
  spans,
  translation,
  imageClass,
  bbox,
  polygon,
  mask,
  keypoints,
  pairwise,
  ranking,
  transcribe,
  check,
  voice,
  collect,
  template,
]

const byName = new Map(taskTypes.map((type) => [type.name, type]))

export function findTaskType(name: string): TaskType | null {
  return byName.get(name) ?? null
}

/** Setting up compiles schemas, and every request about a batch needs its setup; a few hundred batches are live at a time. */
const MOST_SETUPS = 500
const setups = new Map<string, TaskSetup>()

/**
 * The task type of a stored batch, opened. Cached by name and settings.
 *
 * @throws when the type is unknown or its settings are invalid: they were checked when they were stored, so that is a bug.
 */
export function getTaskSetup(name: string, settings: unknown): TaskSetup {
  const key = `${name} ${JSON.stringify(settings)}`
  const known = setups.get(key)
  if (known !== undefined) return known

  const type = findTaskType(name)
  if (type === null) throw new Error(`There is no task type named ${name}`)
  const setup = type.setUp(settings)
  if (!setup.ok) throw new Error(`The stored settings of a ${name} batch are invalid: ${JSON.stringify(setup.error)}`)

  const oldest = setups.size >= MOST_SETUPS ? setups.keys().next().value : undefined
  if (oldest !== undefined) setups.delete(oldest)
  setups.set(key, setup.value)
  return setup.value
}
