import type { Attributes, Point, Size } from '@canut/contract'
import { z } from 'zod'
import { excerpt } from '../shared/text-value.ts'
import type { Issue } from '../task-type.ts'
import type { DrawingPayload } from './drawing-rows.ts'
import { MOST_SHAPES, PIXELS_MAX, SIDE_MAX, wholeNumber, type ShapeQuestion } from './drawing-settings.ts'

const side = wholeNumber(1, SIDE_MAX)
export const coordinate = wholeNumber(0, SIDE_MAX)
export const sizeSchema = z.strictObject({ w: side, h: side })
export const pointSchema = z.tuple([coordinate, coordinate])

/** Members that every shape has. */
export function identitySchema(labels: readonly { value: string }[]) {
  return {
    id: z
      .string()
      .min(1)
      .max(64)
      .regex(/^[\w.:-]+$/),
    label: z.enum(labels.map(({ value }) => value) as [string, ...string[]]),
  }
}

/** Answers to the questions of the batch, none of them obligatory. */
export function attributesSchema(questions: readonly ShapeQuestion[]) {
  const answers = Object.fromEntries(questions.map(({ value, options }) => [value, z.enum(options as [string, ...string[]]).optional()]))
  return z.strictObject(answers).optional()
}

export const shapesSchema = <T extends z.ZodType>(shape: T) => z.array(shape).max(MOST_SHAPES)

/** Without members that say nothing, so that equal answers are equal. */
export function attributesOf(attrs: Readonly<Record<string, string | undefined>> | undefined): { attrs?: Attributes } {
  const given = Object.entries(attrs ?? {}).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return given.length === 0 ? {} : { attrs: Object.fromEntries(given) }
}

interface Drawing {
  readonly size: Size
  readonly shapes: readonly { readonly id: string; readonly points: readonly Point[] }[]
  readonly member: string
}

/** What a schema cannot say: the picture's own size, ids that differ, everything inside the picture. */
export function placeIssues({ size, shapes, member }: Drawing, payload: unknown): Issue[] {
  const known = (payload as DrawingPayload | null)?.size
  if (known !== undefined && (known.w !== size.w || known.h !== size.h)) {
    return [{ path: member, code: 'picture_size', params: { given: `${size.w} × ${size.h}`, known: `${known.w} × ${known.h}` } }]
  }
  // nobody else says how large this picture is
  if (size.w * size.h > PIXELS_MAX) {
    return [{ path: member, code: 'picture_pixels', params: { given: `${size.w} × ${size.h}`, max: PIXELS_MAX / 1e6 } }]
  }
  const seen = new Set<string>()
  return shapes.flatMap(({ id, points }, index): Issue[] => {
    const shape = index + 1
    if (seen.has(id)) return [{ path: member, code: 'shape_id', params: { shape, value: excerpt(id) } }]
    seen.add(id)
    const isInside = points.every(([x, y]) => x <= size.w && y <= size.h)
    return isInside ? [] : [{ path: member, code: 'shape_outside', params: { shape, width: size.w, height: size.h } }]
  })
}
