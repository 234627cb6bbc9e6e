import type { MaskResponse } from '@canut/contract'
import { decodeCounts } from '@canut/contract/run-lengths'
import { err, ok, type Result } from '@canut/domain'
import { z } from 'zod'
import { identitySchema, placeIssues, shapesSchema, sizeSchema } from '../drawing/drawing-check.ts'
import { commonFromForm, DrawingQuestion, DrawingTolerance, numberFromForm, OverlapField } from '../drawing/drawing-fields.tsx'
import { drawingIssues } from '../drawing/drawing-issues.ts'
import { PictureScreen } from '../drawing/drawing-screen.tsx'
import { commonSettings, overlapSetting, refuseRepeats } from '../drawing/drawing-settings.ts'
import { drawingSetup } from '../drawing/drawing-setup.ts'
import { messages as drawing } from '../drawing/drawing.messages.ts'
import { judgeShapes } from '../drawing/match-shapes.ts'
import { TickField, type SettingsFieldsProps } from '../shared/setting-fields.tsx'
import { issuesOf } from '../shared/zod-issues.ts'
import type { Issue, TaskSetup, TaskType } from '../task-type.ts'
import {
  areOfOneSize,
  CLASS_METHODS,
  consolidateClasses,
  consolidateInstances,
  INSTANCE_METHODS,
  overlapOf,
  regionsOf,
} from './consolidate-masks.ts'
import { messages } from './mask.messages.ts'
import { sample } from './mask.sample.ts'

const MEMBER = 'regions'
/** Characters of one region: some ten thousand runs. */
const COUNTS_MAX_LENGTH = 2_000_000

const settingsSchema = z
  .strictObject({ ...commonSettings, instances: z.boolean().default(false), goldOverlap: overlapSetting })
  .superRefine(({ labels }, context) => {
    refuseRepeats('labels', labels, context)
  })
type MaskSettings = z.output<typeof settingsSchema>

/** The pixels of things: one region per label, or per thing. */
export const mask: TaskType = {
  name: 'mask',
  title: { en: messages.en.title, fr: messages.fr.title },
  summary: { en: messages.en.summary, fr: messages.fr.summary },
  sample,
  presets: [],
  hasCategories: false,
  settingsSchema: z.toJSONSchema(settingsSchema, { io: 'input' }) as Record<string, unknown>,
  settingsFromForm: (form) => ({
    ...commonFromForm(form),
    instances: form.has('instances'),
    goldOverlap: numberFromForm(form, 'goldOverlap'),
  }),
  SettingsFields: MaskFields,
  setUp,
}

function MaskFields(props: SettingsFieldsProps) {
  const t = messages[props.locale]
  return (
    <>
      <DrawingQuestion {...props} />
      <TickField {...props} name="instances" label={t.instances} hint={t.instancesHint} />
      <p class="muted">{t.coarse}</p>
      <DrawingTolerance {...props}>
        <OverlapField {...props} />
      </DrawingTolerance>
    </>
  )
}

function responseSchemaOf({ labels }: MaskSettings) {
  const counts = z.string().min(1).max(COUNTS_MAX_LENGTH)
  return z.strictObject({ size: sizeSchema, regions: shapesSchema(z.strictObject({ ...identitySchema(labels), counts })) })
}

function setUp(input: unknown): Result<TaskSetup, Issue[]> {
  const read = settingsSchema.safeParse(input)
  if (!read.success) return err(issuesOf(read.error, input))

  const settings = read.data
  const labels = settings.labels.map(({ value }) => value)
  const schema = responseSchemaOf(settings)
  const tolerance = { atLeast: settings.goldOverlap / 100, mistakes: settings.goldMistakes }

  function check(response: unknown, payload: unknown): Result<MaskResponse, Issue[]> {
    const parsed = schema.safeParse(response)
    if (!parsed.success) return err(drawingIssues(parsed.error, response, MEMBER))
    const { size, regions } = parsed.data
    const places = { size, shapes: regions.map(({ id }) => ({ id, points: [] })), member: MEMBER }
    const issues = [...placeIssues(places, payload), ...regionIssues(parsed.data, settings)]
    return issues.length > 0 ? err(issues) : ok({ size, regions })
  }

  return ok({
    ...drawingSetup({ member: MEMBER, script: '/assets/mask.js', settings, schema, check }),
    judge: (response, truth) => {
      const [given, known] = [regionsOf(response), regionsOf(truth)]
      if (given === null || known === null) return null
      return areOfOneSize(response, truth) ? judgeShapes(given, known, overlapOf, tolerance) : { right: false, score: 0 }
    },
    consolidation: settings.instances
      ? { kind: 'responses', methods: INSTANCE_METHODS, consolidate: (_method, given) => consolidateInstances(given) }
      : { kind: 'responses', methods: CLASS_METHODS, consolidate: (method, given) => consolidateClasses(method, given, labels) },
    Screen: (screen) => (
      <PictureScreen screen={screen} member={MEMBER} settings={settings} ask={drawing[screen.locale].askMask}>
        {(field) => <canut-mask {...field} instances={settings.instances ? '' : undefined} />}
      </PictureScreen>
    ),
  })
}

/** What a schema cannot say: runs that fill the picture, regions that do not overlap, one region per label unless things are apart. */
function regionIssues({ size, regions }: MaskResponse, { instances }: MaskSettings): Issue[] {
  const issues: Issue[] = []
  const pixels = size.w * size.h
  const edges: { at: number; by: number }[] = []
  const labels = new Set<string>()
  for (const [index, { label, counts }] of regions.entries()) {
    const runs = decodeCounts(counts, pixels)
    const shape = index + 1
    if (runs === null || runs.length < 2) issues.push({ path: MEMBER, code: 'mask_runs', params: { shape } })
    else {
      let at = 0
      for (const [place, run] of runs.entries()) {
        if (place % 2 === 1) edges.push({ at, by: 1 }, { at: at + run, by: -1 })
        at += run
      }
    }
    if (!instances && labels.has(label)) issues.push({ path: MEMBER, code: 'mask_label_twice', params: { shape, value: label } })
    labels.add(label)
  }
  if (issues.length === 0 && overlaps(edges)) issues.push({ path: MEMBER, code: 'mask_overlap', params: {} })
  return issues
}

function overlaps(edges: readonly { at: number; by: number }[]): boolean {
  let open = 0
  // where one run ends and the next begins, the end comes first
  return edges.toSorted((a, b) => a.at - b.at || a.by - b.by).some(({ by }) => (open += by) > 1)
}
