import type { PairwiseResponse } from '@canut/contract'
import { err, ok, type Result } from '@canut/domain'
import { z } from 'zod'
import { readMaterial } from '../shared/material.tsx'
import { readText } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import type { Issue, TaskSetup, TaskType } from '../task-type.ts'
import { consolidatePairs, PAIR_METHODS } from './consolidate-pairs.ts'
import { setUpPairResponses } from './pairwise-responses.ts'
import { PairwiseScreen, type PairwisePayload } from './pairwise-screen.tsx'
import { PairwiseSettingsFields } from './pairwise-settings-fields.tsx'
import { messages } from './pairwise.messages.ts'
import { sample } from './pairwise.sample.ts'
import { pairwiseSettingsFromForm, pairwiseSettingsSchema, type PairwiseSettings } from './pairwise.settings.ts'

/** Which of two is better: answers of a machine, translations, pictures, voices. */
export const pairwise: TaskType = {
  name: 'pairwise',
  title: { en: messages.en.title, fr: messages.fr.title },
  summary: { en: messages.en.summary, fr: messages.fr.summary },
  sample,
  presets: [],
  hasCategories: true,
  settingsSchema: z.toJSONSchema(pairwiseSettingsSchema, { io: 'input' }) as Record<string, unknown>,
  settingsFromForm: pairwiseSettingsFromForm,
  SettingsFields: PairwiseSettingsFields,
  setUp,
}

function setUp(input: unknown): Result<TaskSetup, Issue[]> {
  const checked = pairwiseSettingsSchema.safeParse(input)
  if (!checked.success) return err(issuesOf(checked.error, input))

  const settings = checked.data
  const { material } = settings
  return ok({
    ...setUpPairResponses(settings),
    settings,
    scripts: [],
    columns: { required: ['a', 'b'], optional: ['prompt', 'prediction'], truth: 'truth' },
    readRow(row) {
      const issues: Issue[] = []
      const prompt = readText(row['prompt'], 'prompt', {}, issues)
      const a = readMaterial(material, row['a'], 'a', { required: true }, issues)
      const b = readMaterial(material, row['b'], 'b', { required: true }, issues)
      if (a !== '' && a === b) issues.push({ path: 'b', code: 'same_as_other', params: { other: 'a' } })
      const truth = readChoice(row, 'truth', settings, issues)
      const prediction = readChoice(row, 'prediction', settings, issues)
      if (issues.length > 0) return err(issues)
      const payload: PairwisePayload = {
        ...(prompt === '' ? {} : { prompt }),
        a,
        b,
        ...(prediction === null ? {} : { prediction: { choice: prediction } }),
      }
      return ok({ payload, truth: truth === null ? null : { choice: truth, shownFirst: 'a' } })
    },
    mediaNames: (payload) => (material === 'text' ? [] : [(payload as PairwisePayload).a, (payload as PairwisePayload).b]),
    consolidation: { kind: 'responses', methods: PAIR_METHODS, consolidate: consolidatePairs },
    Screen: (screen) => <PairwiseScreen settings={settings} screen={screen} />,
  })
}

/** null when the cell is empty. */
function readChoice(
  row: Readonly<Record<string, unknown>>,
  column: string,
  { allowTie }: PairwiseSettings,
  issues: Issue[],
): PairwiseResponse['choice'] | null {
  const given = readText(row[column], column, {}, issues).trim()
  if (given === '') return null
  const choices = allowTie ? (['a', 'b', 'tie'] as const) : (['a', 'b'] as const)
  const choice = choices.find((each) => each === given)
  if (choice !== undefined) return choice
  issues.push({ path: column, code: 'unknown_label', params: { value: given, known: choices.join(', ') } })
  return null
}
