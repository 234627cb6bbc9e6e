import { polygonOverlap } from '@canut/aggregation'
import type { PolygonResponse, Shape } from '@canut/contract'
import { err, ok, type Result } from '@canut/domain'
import { crossesItself } from '@canut/contract/outlines'
import { z } from 'zod'
import {
  attributesOf,
  attributesSchema,
  identitySchema,
  placeIssues,
  pointSchema,
  shapesSchema,
  sizeSchema,
} from '../drawing/drawing-check.ts'
import {
  commonFromForm,
  DistanceField,
  DrawingQuestion,
  DrawingTolerance,
  numberFromForm,
  OverlapField,
  ShapeFields,
  shapesFromForm,
} from '../drawing/drawing-fields.tsx'
import { drawingIssues } from '../drawing/drawing-issues.ts'
import { DrawingScreen, DRAWING_SCRIPT } from '../drawing/drawing-screen.tsx'
import { commonSettings, distanceSetting, overlapSetting, refuseRepeats, shapeSettings } from '../drawing/drawing-settings.ts'
import { drawingSetup } from '../drawing/drawing-setup.ts'
import { judgeShapes } from '../drawing/match-shapes.ts'
import { ChoiceField, TickField, type SettingsFieldsProps } from '../shared/setting-fields.tsx'
import { formText } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import type { Issue, TaskSetup, TaskType } from '../task-type.ts'
import { consolidateShapes, shapesOf } from './consolidate-shapes.ts'
import { shapeSimilarity } from './outline-similarity.ts'
import { messages } from './polygon.messages.ts'
import { sample } from './polygon.sample.ts'

const MEMBER = 'shapes'
const KINDS = ['polygon', 'polyline', 'line'] as const
const MOST_POINTS = 2000
/** Of two lines that are the same, nearly all of the length lies close to the other. */
const LINE_AT_LEAST = 0.9

const settingsSchema = z
  .strictObject({
    ...commonSettings,
    ...shapeSettings,
    /** closed outlines, open lines of any number of points, or lines from end to end */
    kind: z.enum(KINDS).default('polygon'),
    mayCross: z.boolean().default(false),
    goldOverlap: overlapSetting,
    goldDistance: distanceSetting,
  })
  .superRefine(({ labels, attributes }, context) => {
    refuseRepeats('labels', labels, context)
    refuseRepeats('attributes', attributes, context)
  })
type PolygonSettings = z.output<typeof settingsSchema>

/** Outlines of things, or lines along them. */
export const polygon: TaskType = {
  name: 'polygon',
  title: { en: messages.en.title, fr: messages.fr.title },
  summary: { en: messages.en.summary, fr: messages.fr.summary },
  sample,
  presets: [],
  hasCategories: false,
  settingsSchema: z.toJSONSchema(settingsSchema, { io: 'input' }) as Record<string, unknown>,
  settingsFromForm: (form) => ({
    ...commonFromForm(form),
    ...shapesFromForm(form),
    kind: formText(form, 'kind'),
    mayCross: form.has('mayCross'),
    goldOverlap: numberFromForm(form, 'goldOverlap'),
    goldDistance: numberFromForm(form, 'goldDistance'),
  }),
  SettingsFields: PolygonFields,
  setUp,
}

function PolygonFields(props: SettingsFieldsProps) {
  const t = messages[props.locale]
  return (
    <>
      <DrawingQuestion {...props} />
      <ChoiceField {...props} name="kind" label={t.kind} choices={t.kinds} usual="polygon" />
      <TickField {...props} name="mayCross" label={t.mayCross} />
      <ShapeFields {...props} />
      <DrawingTolerance {...props}>
        <OverlapField {...props} />
        <DistanceField {...props} />
      </DrawingTolerance>
    </>
  )
}

function responseSchemaOf({ labels, attributes, kind }: PolygonSettings) {
  const least = kind === 'polygon' ? 3 : 2
  const points = z
    .array(pointSchema)
    .min(least)
    .max(kind === 'line' ? 2 : MOST_POINTS)
  const shape = { ...identitySchema(labels), closed: z.literal(kind === 'polygon'), points, attrs: attributesSchema(attributes) }
  return z.strictObject({ size: sizeSchema, shapes: shapesSchema(z.strictObject(shape)) })
}

function setUp(input: unknown): Result<TaskSetup, Issue[]> {
  const read = settingsSchema.safeParse(input)
  if (!read.success) return err(issuesOf(read.error, input))

  const settings = read.data
  const isClosed = settings.kind === 'polygon'
  const schema = responseSchemaOf(settings)
  const tolerance = { atLeast: isClosed ? settings.goldOverlap / 100 : LINE_AT_LEAST, mistakes: settings.goldMistakes }
  const alike = shapeSimilarity(settings.goldDistance)

  function check(response: unknown, payload: unknown): Result<PolygonResponse, Issue[]> {
    const parsed = schema.safeParse(response)
    if (!parsed.success) return err(drawingIssues(parsed.error, response, MEMBER))
    const { size, shapes } = parsed.data
    const issues = [
      ...placeIssues({ size, shapes, member: MEMBER }, payload),
      ...shapes.flatMap((shape, i) => formIssues(shape, i + 1, settings)),
    ]
    if (issues.length > 0) return err(issues)
    return ok({
      size,
      shapes: shapes.map(({ id, label, closed, points, attrs }) => ({ id, label, closed, points, ...attributesOf(attrs) })),
    })
  }

  return ok({
    ...drawingSetup({ member: MEMBER, script: DRAWING_SCRIPT, settings, schema, check }),
    judge: (response, truth) => {
      const [given, known] = [shapesOf(response), shapesOf(truth)]
      return given === null || known === null ? null : judgeShapes(given, known, alike, tolerance)
    },
    consolidation: {
      kind: 'responses',
      methods: isClosed ? ['polygons', 'medoid'] : ['medoid'],
      consolidate: (method, given) => consolidateShapes(method, given, settings.goldDistance),
    },
    Screen: (screen) => (
      <DrawingScreen screen={screen} member={MEMBER} tool={settings.kind} settings={settings} noCrossing={!settings.mayCross} />
    ),
  })
}

/** An outline without extent has nothing inside, and can be compared with nothing. */
function formIssues({ closed, points }: Pick<Shape, 'closed' | 'points'>, shape: number, { minSize, mayCross }: PolygonSettings): Issue[] {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
  const extent = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys))
  const isFlat = closed && polygonOverlap(points, points) === 0
  if (isFlat || extent < minSize) return [{ path: MEMBER, code: 'shape_small', params: { shape, min: minSize } }]
  return closed && !mayCross && crossesItself(points, true) ? [{ path: MEMBER, code: 'shape_crosses', params: { shape } }] : []
}
