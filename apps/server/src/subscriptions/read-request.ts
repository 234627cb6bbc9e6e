import type { SubscriptionRequest } from '@canut/contract'
import type { z } from 'zod'
import { parsePublicId } from '../platform/ids.ts'
import { findTaskType } from '../task-types/index.ts'
import type { SubscriptionToSave } from './subscribe.ts'

type Request = z.infer<typeof SubscriptionRequest>

/** What the schema cannot know: which kinds of task there are. */
export function hasUnknownTaskType({ taskTypes }: Request): boolean {
  return taskTypes?.some((name) => findTaskType(name) === null) ?? false
}

/** A request as it is kept. Its ids have the form of ids; whether there are such projects is asked when it is saved. */
export function toSave(personId: string, request: Request): SubscriptionToSave {
  const { taskTypes, languages, projectIds } = request
  return {
    personId,
    secondsWanted: request.hoursPerWeek * 3600,
    taskTypes,
    languages,
    projectIds: projectIds?.map((id) => parsePublicId('prj', id)).filter((id) => id !== null) ?? null,
  }
}
