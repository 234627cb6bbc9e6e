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
import { pairwiseSettingsFromForm, pairwiseSettingsSchema } from './pairwise.settings.ts'

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
    columns: { required: ['a', 'b'], optional: ['prompt'], truth: 'truth' },
    readRow(row) {
      const issues: Issue[] = []
      const prompt = readText(row['prompt'], 'prompt', {}, issues)
      const a = readMaterial(material, row['a'], 'a', { required: true }, issues)
      const b = readMaterial(material, row['b'], 'b', { required: true }, issues)
      if (a !== '' && a === b) issues.push({ path: 'b', code: 'same_as_other', params: { other: 'a' } })
      const known = readText(row['truth'], 'truth', {}, issues).trim()
      const choice = (['a', 'b', 'tie'] as const).find((each) => each === known)
      if (known !== '' && (choice === undefined || (choice === 'tie' && !settings.allowTie)))
        issues.push({ path: 'truth', code: 'unknown_label', params: { value: known, known: settings.allowTie ? 'a, b, tie' : 'a, b' } })
      if (issues.length > 0) return err(issues)
      return ok({ payload: prompt === '' ? { a, b } : { prompt, a, b }, truth: choice === undefined ? null : { choice, shownFirst: 'a' } })
    },
    mediaNames: (payload) => (material === 'text' ? [] : [(payload as PairwisePayload).a, (payload as PairwisePayload).b]),
    consolidation: { kind: 'responses', methods: PAIR_METHODS, consolidate: consolidatePairs },
    Screen: (screen) => <PairwiseScreen settings={settings} screen={screen} />,
  })
}
