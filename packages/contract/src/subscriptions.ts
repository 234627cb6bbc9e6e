import { z } from 'zod'
import { InstantView, publicIdOf } from './common.ts'

const LIST_MAX = 100

const distinct = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .min(1)
    .max(LIST_MAX)
    .refine((list) => new Set(list).size === list.length, { params: { code: 'chosen_twice' } })
    .nullable()
    .default(null)

/** What Canut is asked to bring. `null`: any. */
export const SubscriptionRequest = z
  .object({
    /** asked for in this week and each one after; 0 asks for none, and counts nowhere */
    hoursPerWeek: z
      .number()
      .min(0)
      .max(80)
      .refine((hours) => Number.isInteger(hours * 4), { params: { code: 'quarter_hours' } }),
    taskTypes: distinct(z.string().min(1).max(60)),
    /** ISO 639 codes; work that needs no language fits any */
    languages: distinct(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/)),
    projectIds: distinct(publicIdOf('prj')),
  })
  .strict()

export const SubscriptionView = z.object({
  hoursPerWeek: z.number(),
  taskTypes: z.array(z.string()).nullable(),
  languages: z.array(z.string()).nullable(),
  projectIds: z.array(publicIdOf('prj')).nullable(),
  changedAt: InstantView,
})

/** Where somebody stands in the sharing of this week, with all that it was computed from. */
export const WeekView = z.object({
  /** a Monday, 00:00 UTC */
  startsOn: z.iso.date(),
  askedSeconds: z.int(),
  receivedSeconds: z.int(),
  /** of the whole week, what was received included; null until they are counted */
  shareSeconds: z.int().nullable(),
  /** is the share less than was asked for? */
  scarce: z.boolean(),
  /** people whose request counts now */
  claims: z.int(),
  computedAt: InstantView.nullable(),
})

export const OwnSubscriptionView = z.object({ subscription: SubscriptionView.nullable(), week: WeekView })

export const SittingView = z.object({
  open: z.boolean(),
  openedAt: InstantView.nullable(),
  /** when it ends by itself if no request comes */
  endsAt: InstantView.nullable(),
  /** the batch that was brought last */
  batchId: publicIdOf('bat').nullable(),
})
