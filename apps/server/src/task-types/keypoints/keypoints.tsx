import type { KeypointsResponse } from '@canut/contract'
import { err, ok, type Result } from '@canut/domain'
import { z } from 'zod'
import { Field } from '../../platform/layout/index.ts'
import { coordinate, identitySchema, placeIssues, shapesSchema, sizeSchema } from '../drawing/drawing-check.ts'
import {
  commonFromForm,
  DistanceField,
  DrawingQuestion,
  DrawingTolerance,
  Lines,
  numberFromForm,
  WholeNumber,
} from '../drawing/drawing-fields.tsx'
import { drawingIssues } from '../drawing/drawing-issues.ts'
import { drawingColumns, readDrawingRow, type DrawingPayload } from '../drawing/drawing-rows.ts'
import { DrawingScreen, DRAWING_SCRIPT, drawingFromForm } from '../drawing/drawing-screen.tsx'
import { commonSettings, distanceSetting, partsOf, refuseRepeats, wholeNumber } from '../drawing/drawing-settings.ts'
import { describeDrawing, drawingColumnsOf, drawingRow } from '../drawing/drawing-words.ts'
import { judgeShapes } from '../drawing/match-shapes.ts'
import { sentencesOf } from '../issue-sentence.ts'
import type { SettingsFieldsProps } from '../shared/setting-fields.tsx'
import { linesFromOptions, optionSchema, optionsFromLines } from '../labels/label-settings.ts'
import { formText, membersOf, textOf } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import type { Issue, TaskSetup, TaskType } from '../task-type.ts'
import { consolidateKeypoints, objectsOf, sizeOf } from './consolidate-keypoints.ts'
import { objectSimilarity } from './keypoint-similarity.ts'
import { messages } from './keypoints.messages.ts'
import { sample } from './keypoints.sample.ts'

const MEMBER = 'objects'
const MEASURES = ['oks', 'distance'] as const
const MOST_POINTS = 200
const BAR = '|'

const settingsSchema = z
  .strictObject({
    ...commonSettings,
    /** of the skeleton, in the order in which they are asked for */
    points: z.array(optionSchema).min(1).max(MOST_POINTS),
    edges: z
      .array(z.array(z.string()).length(2, 'not_an_edge'))
      .max(2 * MOST_POINTS)
      .default([]),
    goldMeasure: z.enum(MEASURES).default('oks'),
    /** of the points of an object, in percent, for it to be right */
    goldPoints: wholeNumber(1, 100).default(75),
    goldDistance: distanceSetting,
  })
  .superRefine(({ labels, points, edges }, context) => {
    refuseRepeats(
      'labels',
      labels.map(({ value }) => value),
      context,
    )
    refuseRepeats(
      'points',
      points.map(({ value }) => value),
      context,
    )
    const known = new Set(points.map(({ value }) => value))
    for (const [index, edge] of edges.entries()) {
      const strange = edge.find((value) => !known.has(value))
      if (strange !== undefined)
        context.addIssue({ code: 'custom', message: 'unknown_point', path: ['edges', index], params: { value: strange } })
      else if (edge[0] === edge[1]) context.addIssue({ code: 'custom', message: 'not_an_edge', path: ['edges', index] })
    }
  })
type KeypointsSettings = z.output<typeof settingsSchema>

/** The same named points on each thing: joints, corners of an eye, ends of a tool. */
export const keypoints: TaskType = {
  name: 'keypoints',
  title: { en: messages.en.title, fr: messages.fr.title },
  summary: { en: messages.en.summary, fr: messages.fr.summary },
  sample,
  presets: [],
  hasCategories: false,
  settingsSchema: z.toJSONSchema(settingsSchema, { io: 'input' }) as Record<string, unknown>,
  settingsFromForm: (form) => ({
    ...commonFromForm(form),
    points: optionsFromLines(formText(form, 'points')),
    edges: partsOf(formText(form, 'edges'), '\n').map((line) => partsOf(line, BAR)),
    goldMeasure: formText(form, 'goldMeasure'),
    goldPoints: numberFromForm(form, 'goldPoints'),
    goldDistance: numberFromForm(form, 'goldDistance'),
  }),
  SettingsFields: KeypointsFields,
  setUp,
}

function KeypointsFields(props: SettingsFieldsProps) {
  const { settings, issues, locale } = props
  const t = messages[locale]
  const { points, edges, goldMeasure } = membersOf(settings)
  const errors = (path: string) => sentencesOf(issues, path, locale)
  return (
    <>
      <DrawingQuestion {...props} />
      <Lines
        locale={locale}
        name="points"
        label={t.points}
        hint={[t.pointsHint, t.pointsExample]}
        required
        value={linesFromOptions(points)}
        errors={errors('points')}
      />
      <Lines
        locale={locale}
        name="edges"
        label={t.edges}
        hint={[t.edgesHint, t.edgesExample]}
        value={linesFromEdges(edges)}
        errors={errors('edges')}
      />
      <DrawingTolerance {...props}>
        <Field
          locale={locale}
          kind="radios"
          name="goldMeasure"
          label={t.measure}
          required
          value={textOf(goldMeasure) || 'oks'}
          options={MEASURES.map((value) => ({ value, label: t.measures[value] }))}
          errors={errors('goldMeasure')}
        />
        <WholeNumber {...props} name="goldPoints" label={t.goldPoints} usual={75} />
        <DistanceField {...props} />
      </DrawingTolerance>
    </>
  )
}

function linesFromEdges(edges: unknown): string {
  if (!Array.isArray(edges)) return ''
  return edges
    .map((edge: unknown) => (Array.isArray(edge) ? edge.filter((end) => typeof end === 'string').join(` ${BAR} `) : ''))
    .join('\n')
}

function responseSchemaOf({ labels, points }: KeypointsSettings) {
  const seen = z.union([z.literal(0), z.literal(1), z.literal(2)])
  const point = z.strictObject({ name: z.string().max(100), x: coordinate, y: coordinate, v: seen })
  const object = { ...identitySchema(labels), points: z.array(point).length(points.length) }
  return z.strictObject({ size: sizeSchema, objects: shapesSchema(z.strictObject(object)) })
}

function setUp(input: unknown): Result<TaskSetup, Issue[]> {
  const read = settingsSchema.safeParse(input)
  if (!read.success) return err(issuesOf(read.error, input))

  const settings = read.data
  const names = settings.points.map(({ value }) => value)
  const schema = responseSchemaOf(settings)
  const rule = { measure: settings.goldMeasure, distance: settings.goldDistance }
  const tolerance = { atLeast: settings.goldPoints / 100, mistakes: settings.goldMistakes }

  function check(response: unknown, payload: unknown): Result<KeypointsResponse, Issue[]> {
    const parsed = schema.safeParse(response)
    if (!parsed.success) return err(drawingIssues(parsed.error, response, MEMBER))
    const { size, objects } = parsed.data
    // where a point is not there, it is nowhere: one form only, so that equal responses are equal
    const plain = objects.map((object) => ({
      ...object,
      points: object.points.map((point) => (point.v === 0 ? { ...point, x: 0, y: 0 } : point)),
    }))
    const shapes = plain.map(({ id, points }) => ({ id, points: points.map(({ x, y }) => [x, y] as const) }))
    const issues = [
      ...placeIssues({ size, shapes, member: MEMBER }, payload),
      ...plain.flatMap(({ points }, i) => pointIssues(points, names, i + 1)),
    ]
    return issues.length > 0 ? err(issues) : ok({ size, objects: plain })
  }

  return ok({
    settings,
    scripts: [DRAWING_SCRIPT],
    columns: drawingColumns,
    readRow: (row) => readDrawingRow(row, MEMBER, check),
    mediaNames: (payload) => [(payload as DrawingPayload).image],
    responseSchema: z.toJSONSchema(schema) as Record<string, unknown>,
    check,
    fromForm: (form) => drawingFromForm(form, MEMBER),
    categories: null,
    label: () => null,
    truthLabel: () => null,
    judge: (response, truth) => {
      const [given, known] = [objectsOf(response), objectsOf(truth)]
      return given === null || known === null ? null : judgeShapes(given, known, objectSimilarity(rule, sizeOf(truth)), tolerance)
    },
    consolidation: { kind: 'responses', methods: ['keypoints'], consolidate: (_method, given) => consolidateKeypoints(given, names, rule) },
    Screen: (screen) => (
      <DrawingScreen
        screen={screen}
        member={MEMBER}
        tool="keypoints"
        question={settings.question}
        labels={settings.labels}
        language={settings.textLanguage}
        skeleton={{ points: settings.points, edges: settings.edges.map(([from = '', to = '']) => [from, to] as const) }}
      />
    ),
    describe: (response, locale) => describeDrawing(response, MEMBER, settings.labels, locale),
    rowColumns: drawingColumnsOf(settings.labels),
    toRow: (response) => drawingRow(response, MEMBER, settings.labels),
  })
}

function pointIssues(points: readonly { name: string; v: number }[], names: readonly string[], shape: number): Issue[] {
  const isWhole = points.every(({ name }, i) => name === names[i]) && points.some(({ v }) => v !== 0)
  return isWhole ? [] : [{ path: MEMBER, code: 'shape_points', params: { shape } }]
}
