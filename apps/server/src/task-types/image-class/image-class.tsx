import { err, ok, type Result } from '@canut/domain'
import { z } from 'zod'
import { LabelChoices } from '../labels/label-choices.tsx'
import { LabelFields, labelSettingsFromForm } from '../labels/label-fields.tsx'
import { labelSettingsSchema } from '../labels/label-settings.ts'
import { setUpLabelling } from '../labels/labelling.ts'
import { readMediaName, TaskImage } from '../shared/media.tsx'
import { readText } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import type { Issue, TaskSetup, TaskType } from '../task-type.ts'
import { messages } from './image-class.messages.ts'
import { sample } from './image-class.sample.ts'

interface ImagePayload {
  /** name of an uploaded file of the project */
  readonly image: string
  readonly alt?: string
}

/** Longer descriptions belong in a text: a screen reader reads this one in a single breath. */
const ALT_MAX_LENGTH = 1000

/** One or several of N labels for an image. */
export const imageClass: TaskType = {
  name: 'image-class',
  title: { en: messages.en.title, fr: messages.fr.title },
  summary: { en: messages.en.summary, fr: messages.fr.summary },
  sample,
  presets: [],
  hasCategories: true,
  settingsSchema: z.toJSONSchema(labelSettingsSchema, { io: 'input' }) as Record<string, unknown>,
  settingsFromForm: labelSettingsFromForm,
  SettingsFields: LabelFields,
  setUp,
}

function setUp(input: unknown): Result<TaskSetup, Issue[]> {
  const checked = labelSettingsSchema.safeParse(input)
  if (!checked.success) return err(issuesOf(checked.error, input))

  const settings = checked.data
  const labelling = setUpLabelling(settings)
  const { readTruth, truthColumns, ...responses } = labelling
  return ok({
    ...responses,
    settings,
    scripts: [],
    columns: { required: ['image'], optional: ['alt', ...truthColumns], truth: 'truth' },
    readRow(row) {
      const issues: Issue[] = []
      const image = readMediaName(row['image'], 'image', { required: true }, issues)
      const alt = readText(row['alt'], 'alt', { max: ALT_MAX_LENGTH }, issues)
      const truth = readTruth(row, issues)
      if (issues.length > 0) return err(issues)
      return ok({ payload: alt === '' ? { image } : { image, alt }, truth })
    },
    mediaNames: (payload) => [(payload as ImagePayload).image],
    Screen(props) {
      const { image, alt } = props.payload as ImagePayload
      return (
        <>
          <TaskImage name={image} alt={alt} language={settings.textLanguage} screen={props} />
          <LabelChoices settings={settings} labelling={labelling} screen={props} />
        </>
      )
    },
  })
}
