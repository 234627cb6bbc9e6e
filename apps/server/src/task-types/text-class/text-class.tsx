import { err, ok, type Result } from '@canut/domain'
import { z } from 'zod'
import { LabelChoices } from '../labels/label-choices.tsx'
import { LabelFields, labelSettingsFromForm } from '../labels/label-fields.tsx'
import { labelSettingsSchema } from '../labels/label-settings.ts'
import { setUpLabelling, type LabelResponse } from '../labels/labelling.ts'
import { Cover, COVER_SCRIPT, WARNING_MAX_LENGTH } from '../shared/cover.tsx'
import { inLocale } from '../shared/in-locale.ts'
import { TextPanel } from '../shared/text-panel.tsx'
import { readText } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import type { Issue, TaskSetup, TaskType } from '../task-type.ts'
import { messages } from './text-class.messages.ts'
import { moderation } from './moderation.preset.ts'
import { searchRelevance } from './search-relevance.preset.ts'
import { sample } from './text-class.sample.ts'

interface TextPayload {
  readonly text: string
  readonly context?: string
  /** what a covered text is about */
  readonly warning?: string
  /** a response to begin with */
  readonly prediction?: LabelResponse
}

/** One or several of N labels for a text. */
export const textClass: TaskType = {
  name: 'text-class',
  title: { en: messages.en.title, fr: messages.fr.title },
  summary: { en: messages.en.summary, fr: messages.fr.summary },
  sample,
  presets: [moderation, searchRelevance],
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
    columns: { required: ['text'], optional: ['context', ...(settings.covered ? ['warning'] : []), ...labelColumns], truth: 'truth' },
    // Written by hand, since it runs once per imported row: zod would take about as long as the rest of an import.
    readRow(row) {
      const issues: Issue[] = []
      const text = readText(row['text'], 'text', { required: true }, issues)
      const context = readText(row['context'], 'context', {}, issues)
      const warning = settings.covered ? readText(row['warning'], 'warning', { max: WARNING_MAX_LENGTH }, issues) : ''
      const prediction = readPrediction(row, issues)
      const truth = readTruth(row, issues)
      if (issues.length > 0) return err(issues)
      const payload: TextPayload = {
        text,
        ...(context === '' ? {} : { context }),
        ...(warning === '' ? {} : { warning }),
        ...(prediction === null ? {} : { prediction }),
      }
      return ok({ payload, truth })
    },
    mediaNames: () => [],
    Screen(props) {
      const { text, context, warning } = props.payload as TextPayload
      const panel = (
        <TextPanel
          text={text}
          context={context}
          contextName={inLocale(settings.contextName, props.locale)}
          language={settings.textLanguage}
          locale={props.locale}
        />
      )
      return (
        <>
          {settings.covered ? (
            <Cover warning={warning} screen={props}>
              {panel}
            </Cover>
          ) : (
            panel
          )}
          <LabelChoices settings={settings} labelling={labelling} screen={props} />
        </>
      )
    },
  })
}
