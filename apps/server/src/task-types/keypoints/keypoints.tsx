import type { KeypointsResponse } from '@canut/contract'
import { err, ok, type Result } from '@canut/domain'
import { z } from 'zod'
import { coordinate, identitySchema, placeIssues, shapesSchema, sizeSchema } from '../drawing/drawing-check.ts'
import { commonFromForm, DistanceField, DrawingQuestion, DrawingTolerance, numberFromForm } from '../drawing/drawing-fields.tsx'
import { drawingIssues } from '../drawing/drawing-issues.ts'
import { DrawingScreen, DRAWING_SCRIPT } from '../drawing/drawing-screen.tsx'
import { commonSettings, distanceSetting, refuseRepeats, wholeNumber } from '../drawing/drawing-settings.ts'
import { drawingSetup } from '../drawing/drawing-setup.ts'
import { judgeShapes } from '../drawing/match-shapes.ts'
import { sentencesOf } from '../issue-sentence.ts'
import { ChoiceField, LinesField, NumberField, type SettingsFieldsProps } from '../shared/setting-fields.tsx'
import { formText, membersOf, textOf } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import type { Issue, TaskSetup, TaskType } from '../task-type.ts'
import { consolidateKeypoints, objectsOf, sizeOf } from './consolidate-keypoints.ts'
import { objectSimilarity } from './keypoint-similarity.ts'
import { messages } from './keypoints.messages.ts'
import { sample } from './keypoints.sample.ts'
import { linesFromSkeletons, refuseSkeletons, skeletonFor, skeletonSettings, skeletonsFromLines } from './skeletons.ts'

const MEMBER = 'objects'
const MEASURES = ['oks', 'distance'] as const

const settingsSchema = z
  .strictObject({
    ...commonSettings,
    ...skeletonSettings,
    goldMeasure: z.enum(MEASURES).default('oks'),
    /** of the points of an object, in percent, for it to be right */
    goldPoints: wholeNumber(1, 100).default(75),
    goldDistance: distanceSetting,
  })
  .superRefine((settings, context) => {
    refuseRepeats('labels', settings.labels, context)
    refuseSkeletons(settings, context)
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
    ...skeletonsFromLines(formText(form, 'points'), formText(form, 'edges')),
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
  const lines = linesFromSkeletons(settings)
  const errors = (path: string) => sentencesOf(issues, path, locale)
  const { skeletons } = membersOf(settings)
  const own = Array.isArray(skeletons) ? skeletons.map((each) => `[${textOf(membersOf(each)['label'])}]`) : []
  const errorsOfOwn = (...parts: readonly string[]) =>
    own.flatMap((heading, i) => parts.flatMap((part) => errors(`skeletons.${i}${part}`).map((sentence) => `${heading} ${sentence}`)))
  return (
    <>
      <DrawingQuestion {...props} />
      <LinesField
        {...props}
        name="points"
        label={t.points}
        hint={[`${t.pointsHint} ${t.ownHint}`, t.pointsExample]}
        required
        rows={5}
        value={lines.points}
        errors={[...errors('points'), ...errorsOfOwn('', '.points')]}
      />
      <LinesField
        {...props}
        name="edges"
        label={t.edges}
        hint={[t.edgesHint, t.edgesExample]}
        rows={5}
        value={lines.edges}
        errors={[...errors('edges'), ...errorsOfOwn('.edges')]}
      />
      <DrawingTolerance {...props}>
        <ChoiceField {...props} name="goldMeasure" label={t.measure} choices={t.measures} usual="oks" />
        <NumberField {...props} name="goldPoints" label={t.goldPoints} required usual={75} />
        <DistanceField {...props} />
      </DrawingTolerance>
    </>
  )
}

function responseSchemaOf(settings: KeypointsSettings) {
  const { labels } = settings
  const seen = z.union([z.literal(0), z.literal(1), z.literal(2)])
  const point = z.strictObject({ name: z.string().max(100), x: coordinate, y: coordinate, v: seen })
  const counts = labels.map(({ value }) => skeletonFor(settings, value).points.length)
  const points = z
    .array(point)
    .min(Math.min(...counts))
    .max(Math.max(...counts))
  return z.strictObject({ size: sizeSchema, objects: shapesSchema(z.strictObject({ ...identitySchema(labels), points })) })
}

function setUp(input: unknown): Result<TaskSetup, Issue[]> {
  const read = settingsSchema.safeParse(input)
  if (!read.success) return err(issuesOf(read.error, input))

  const settings = read.data
  const namesOf = (label: string) => skeletonFor(settings, label).points.map(({ value }) => value)
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
      ...plain.flatMap(({ label, points }, i) => pointIssues(points, namesOf(label), i + 1)),
    ]
    return issues.length > 0 ? err(issues) : ok({ size, objects: plain })
  }

  return ok({
    ...drawingSetup({ member: MEMBER, script: DRAWING_SCRIPT, settings, schema, check }),
    judge: (response, truth) => {
      const [given, known] = [objectsOf(response), objectsOf(truth)]
      return given === null || known === null ? null : judgeShapes(given, known, objectSimilarity(rule, sizeOf(truth)), tolerance)
    },
    consolidation: {
      kind: 'responses',
      methods: ['keypoints'],
      consolidate: (_method, given) => consolidateKeypoints(given, namesOf, rule),
    },
    Screen: (screen) => (
      <DrawingScreen
        screen={screen}
        member={MEMBER}
        tool="keypoints"
        settings={settings}
        skeleton={{ ...settings, own: settings.skeletons }}
      />
    ),
  })
}

function pointIssues(points: readonly { name: string; v: number }[], names: readonly string[], shape: number): Issue[] {
  const isWhole = points.length === names.length && points.every(({ name }, i) => name === names[i]) && points.some(({ v }) => v !== 0)
  return isWhole ? [] : [{ path: MEMBER, code: 'shape_points', params: { shape } }]
}
