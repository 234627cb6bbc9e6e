import { err, ok, type Result } from '@canut/domain'
import { z } from 'zod'
import { LabelChoices } from '../labels/label-choices.tsx'
import { LabelFields, labelSettingsFromForm } from '../labels/label-fields.tsx'
import { labelSettingsSchema } from '../labels/label-settings.ts'
import { setUpLabelling } from '../labels/labelling.ts'
import { TextPanel } from '../shared/text-panel.tsx'
import { readText } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import type { Issue, TaskSetup, TaskType } from '../task-type.ts'
import { messages } from './text-class.messages.ts'
import { sample } from './text-class.sample.ts'

interface TextPayload {
  readonly text: string
  readonly context?: string
}

/** One or several of N labels for a text. */
export const textClass: TaskType = {
  name: 'text-class',
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
    columns: { required: ['text'], optional: ['context', ...truthColumns], truth: 'truth' },
    // Written by hand, since it runs once per imported row: zod would take about as long as the rest of an import.
    readRow(row) {
      const issues: Issue[] = []
      const text = readText(row['text'], 'text', { required: true }, issues)
      const context = readText(row['context'], 'context', {}, issues)
      const truth = readTruth(row, issues)
      if (issues.length > 0) return err(issues)
      return ok({ payload: context === '' ? { text } : { text, context }, truth })
    },
    mediaNames: () => [],
    Screen(props) {
      const { text, context } = props.payload as TextPayload
      return (
        <>
          <TextPanel text={text} context={context} language={settings.textLanguage} locale={props.locale} />
          <LabelChoices settings={settings} labelling={labelling} screen={props} />
        </>
      )
    },
  })
}
