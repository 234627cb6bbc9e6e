import { err, ok, type Result } from '@canut/domain'
import { z } from 'zod'
import { LabelChoices } from '../labels/label-choices.tsx'
import { LabelFields, labelSettingsFromForm } from '../labels/label-fields.tsx'
import { labelSettingsSchema } from '../labels/label-settings.ts'
import { setUpLabelling, type LabelResponse } from '../labels/labelling.ts'
import { Cover, COVER_SCRIPT, WARNING_MAX_LENGTH } from '../shared/cover.tsx'
import { inLocale } from '../shared/in-locale.ts'
import { readMediaName, TaskImage } from '../shared/media.tsx'
import { Context } from '../shared/text-panel.tsx'
import { readText } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import type { Issue, TaskSetup, TaskType } from '../task-type.ts'
import { messages } from './image-class.messages.ts'
import { sample } from './image-class.sample.ts'
import { imageModeration } from './image-moderation.preset.ts'

interface ImagePayload {
  /** name of an uploaded file of the project */
  readonly image: string
  readonly alt?: string
  readonly context?: string
  /** what a covered image shows */
  readonly warning?: string
  /** a response to begin with */
  readonly prediction?: LabelResponse
}

/** Longer descriptions belong in a text: a screen reader reads this one in a single breath. */
const ALT_MAX_LENGTH = 1000

/** One or several of N labels for an image. */
export const imageClass: TaskType = {
  name: 'image-class',
  title: { en: messages.en.title, fr: messages.fr.title },
  summary: { en: messages.en.summary, fr: messages.fr.summary },
  sample,
  presets: [imageModeration],
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
  const { readTruth, readPrediction, labelColumns, ...responses } = labelling
  return ok({
    ...responses,
    settings,
    scripts: settings.covered ? [COVER_SCRIPT] : [],
    coversContent: settings.covered,
    columns: {
      required: ['image'],
      optional: ['alt', 'context', ...(settings.covered ? ['warning'] : []), ...labelColumns],
      truth: 'truth',
    },
    readRow(row) {
      const issues: Issue[] = []
      const image = readMediaName(row['image'], 'image', { required: true }, issues)
      const alt = readText(row['alt'], 'alt', { max: ALT_MAX_LENGTH }, issues)
      const context = readText(row['context'], 'context', {}, issues)
      const warning = settings.covered ? readText(row['warning'], 'warning', { max: WARNING_MAX_LENGTH }, issues) : ''
      const prediction = readPrediction(row, issues)
      const truth = readTruth(row, issues)
      if (issues.length > 0) return err(issues)
      const more = Object.entries({ alt, context, warning }).filter(([, value]) => value !== '')
      const payload: ImagePayload = { image, ...Object.fromEntries(more), ...(prediction === null ? {} : { prediction }) }
      return ok({ payload, truth })
    },
    mediaNames: (payload) => [(payload as ImagePayload).image],
    Screen(props) {
      const { image, alt, context, warning } = props.payload as ImagePayload
      const language = settings.textLanguage
      const picture = <TaskImage name={image} alt={alt} language={language} screen={props} />
      return (
        <>
          {context !== undefined && (
            <Context text={context} name={inLocale(settings.contextName, props.locale)} language={language} locale={props.locale} />
          )}
          {settings.covered ? (
            <Cover warning={warning} screen={props}>
              {picture}
            </Cover>
          ) : (
            picture
          )}
          <LabelChoices settings={settings} labelling={labelling} screen={props} />
        </>
      )
    },
  })
}
