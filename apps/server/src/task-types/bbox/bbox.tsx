import type { BboxResponse, Box } from '@canut/contract'
import { err, ok, type Result } from '@canut/domain'
import { z } from 'zod'
import {
  attributesOf,
  attributesSchema,
  coordinate,
  identitySchema,
  placeIssues,
  shapesSchema,
  sizeSchema,
} from '../drawing/drawing-check.ts'
import {
  commonFromForm,
  DrawingQuestion,
  DrawingTolerance,
  numberFromForm,
  OverlapField,
  ShapeFields,
  shapesFromForm,
} from '../drawing/drawing-fields.tsx'
import { drawingIssues } from '../drawing/drawing-issues.ts'
import { DrawingScreen, DRAWING_SCRIPT } from '../drawing/drawing-screen.tsx'
import { commonSettings, overlapSetting, refuseRepeats, shapeSettings, wholeNumber, SIDE_MAX } from '../drawing/drawing-settings.ts'
import { drawingSetup } from '../drawing/drawing-setup.ts'
import { judgeShapes } from '../drawing/match-shapes.ts'
import type { SettingsFieldsProps } from '../shared/setting-fields.tsx'
import { issuesOf } from '../shared/zod-issues.ts'
import type { Issue, TaskSetup, TaskType } from '../task-type.ts'
import { messages } from './bbox.messages.ts'
import { sample } from './bbox.sample.ts'
import { boxesOf, consolidateBoxes, overlapOf } from './consolidate-boxes.ts'

const MEMBER = 'boxes'

const settingsSchema = z
  .strictObject({ ...commonSettings, ...shapeSettings, goldOverlap: overlapSetting })
  .superRefine(({ labels, attributes }, context) => {
    refuseRepeats('labels', labels, context)
    refuseRepeats('attributes', attributes, context)
  })
type BboxSettings = z.output<typeof settingsSchema>

/** A box around each thing of interest. */
export const bbox: TaskType = {
  name: 'bbox',
  title: { en: messages.en.title, fr: messages.fr.title },
  summary: { en: messages.en.summary, fr: messages.fr.summary },
  sample,
  presets: [],
  hasCategories: false,
  settingsSchema: z.toJSONSchema(settingsSchema, { io: 'input' }) as Record<string, unknown>,
  settingsFromForm: (form) => ({ ...commonFromForm(form), ...shapesFromForm(form), goldOverlap: numberFromForm(form, 'goldOverlap') }),
  SettingsFields: BboxFields,
  setUp,
}

function BboxFields(props: SettingsFieldsProps) {
  return (
    <>
      <DrawingQuestion {...props} />
      <ShapeFields {...props} />
      <DrawingTolerance {...props}>
        <OverlapField {...props} />
      </DrawingTolerance>
    </>
  )
}

function responseSchemaOf({ labels, attributes }: BboxSettings) {
  const side = wholeNumber(1, SIDE_MAX)
  const box = { ...identitySchema(labels), x: coordinate, y: coordinate, w: side, h: side, attrs: attributesSchema(attributes) }
  return z.strictObject({ size: sizeSchema, boxes: shapesSchema(z.strictObject(box)) })
}

function setUp(input: unknown): Result<TaskSetup, Issue[]> {
  const read = settingsSchema.safeParse(input)
  if (!read.success) return err(issuesOf(read.error, input))

  const settings = read.data
  const schema = responseSchemaOf(settings)
  const tolerance = { atLeast: settings.goldOverlap / 100, mistakes: settings.goldMistakes }

  function check(response: unknown, payload: unknown): Result<BboxResponse, Issue[]> {
    const parsed = schema.safeParse(response)
    if (!parsed.success) return err(drawingIssues(parsed.error, response, MEMBER))
    const { size, boxes } = parsed.data
    const issues = [
      ...placeIssues({ size, shapes: boxes.map(cornersOf), member: MEMBER }, payload),
      ...smallIssues(boxes, settings.minSize),
    ]
    if (issues.length > 0) return err(issues)
    return ok({ size, boxes: boxes.map(({ id, label, x, y, w, h, attrs }) => ({ id, label, x, y, w, h, ...attributesOf(attrs) })) })
  }

  return ok({
    ...drawingSetup({ member: MEMBER, script: DRAWING_SCRIPT, settings, schema, check }),
    judge: (response, truth) => {
      const [given, known] = [boxesOf(response), boxesOf(truth)]
      return given === null || known === null ? null : judgeShapes(given, known, overlapOf, tolerance)
    },
    consolidation: { kind: 'responses', methods: ['boxes'], consolidate: (_method, given) => consolidateBoxes(given) },
    Screen: (screen) => <DrawingScreen screen={screen} member={MEMBER} tool="box" settings={settings} />,
  })
}

const cornersOf = ({ id, x, y, w, h }: Pick<Box, 'id' | 'x' | 'y' | 'w' | 'h'>) => ({
  id,
  points: [
    [x, y],
    [x + w, y + h],
  ] as const,
})

function smallIssues(boxes: readonly { w: number; h: number }[], min: number): Issue[] {
  return boxes.flatMap(({ w, h }, index) =>
    Math.min(w, h) < min ? [{ path: MEMBER, code: 'shape_small', params: { shape: index + 1, min } }] : [],
  )
}
