import { z } from 'zod'

/** Content that may hurt whoever sees it: work that declares one of these is offered only to those who accept it. */
export const HarmfulCategory = z.enum(['violence', 'sexual', 'hate', 'self_harm', 'medical'])

const Blur = z.int().min(0).max(100)

export const ExposureRequest = z
  .object({
    accepted: z.array(HarmfulCategory).max(5),
    /** tasks with such content in a day (UTC), at most; null for no limit */
    dailyMax: z.int().min(1).max(10_000).nullable(),
    /** how much it is blurred to begin with */
    blurPercent: Blur,
  })
  .strict()

/** A slider that was moved: the rest stays. */
export const BlurRequest = z.object({ blurPercent: Blur }).strict()

export const ExposureView = z.object({
  accepted: z.array(HarmfulCategory),
  dailyMax: z.int().nullable(),
  blurPercent: z.int(),
  /** tasks of today (UTC) that counted towards the limit */
  exposedToday: z.int(),
})
