import type { PairwiseResponse } from '@canut/contract'
import { Choices } from '../../platform/layout/index.ts'
import { sentencesOf } from '../issue-sentence.ts'
import { optionName } from '../labels/label-settings.ts'
import { drawnOrder } from '../shared/drawn-order.ts'
import { Material } from '../shared/material.tsx'
import { answeredOrSuggested, Suggested } from '../shared/suggested.tsx'
import { TextPanel } from '../shared/text-panel.tsx'
import { membersOf, textOf } from '../shared/text-value.ts'
import type { ScreenProps } from '../task-type.ts'
import { STEPS } from './pairwise-responses.ts'
import { messages } from './pairwise.messages.ts'
import type { PairwiseSettings } from './pairwise.settings.ts'

export interface PairwisePayload {
  readonly prompt?: string
  readonly a: string
  readonly b: string
  /** a choice to begin with */
  readonly prediction?: Pick<PairwiseResponse, 'choice'>
}

/** The two side by side, below each other on a phone, in an order drawn by lot: what stands first is chosen more often. */
export function PairwiseScreen({ settings, screen }: { settings: PairwiseSettings; screen: ScreenProps }) {
  const { locale, readOnly = false } = screen
  const t = messages[locale]
  const payload = screen.payload as PairwisePayload
  const { choice, strength, criteria, shownFirst } = membersOf(answeredOrSuggested(screen))
  const first = shownFirst === 'a' || shownFirst === 'b' ? shownFirst : drawnOrder(2, screen.seed)[0] === 0 ? 'a' : 'b'
  const sides = first === 'a' ? (['a', 'b'] as const) : (['b', 'a'] as const)
  const [firstNames, secondNames] = [
    { side: t.side.a, better: t.better.a },
    { side: t.side.b, better: t.better.b },
  ]
  const choices = [
    { value: sides[0], label: firstNames.better, shortcut: '1' },
    { value: sides[1], label: secondNames.better, shortcut: '2' },
    ...(settings.allowTie ? [{ value: 'tie', label: t.tie, shortcut: '0' }] : []),
  ]
  const group = (path: string, legend: string, chosen: unknown, withKeys: boolean) => (
    <Choices
      id={`${screen.id}-${path}`}
      legend={legend}
      name={readOnly ? `${screen.id}.response.${path}` : `response.${path}`}
      required
      disabled={readOnly}
      chosen={[textOf(chosen)]}
      errors={sentencesOf(screen.issues ?? [], path, locale)}
      choices={withKeys ? choices : choices.map(({ value, label }) => ({ value, label }))}
    />
  )
  return (
    <>
      {payload.prompt !== undefined && (
        <section aria-label={t.prompt}>
          <TextPanel text={payload.prompt} language={settings.textLanguage} locale={locale} />
        </section>
      )}
      <div class="side-by-side">
        {sides.map((side, index) => (
          <section aria-labelledby={`${screen.id}-side-${side}`}>
            <h2 class="side-name" id={`${screen.id}-side-${side}`}>
              {(index === 0 ? firstNames : secondNames).side}
            </h2>
            <Material kind={settings.material} value={payload[side]} language={settings.textLanguage} screen={screen} place={side} />
          </section>
        ))}
      </div>
      {!readOnly && <input type="hidden" name="response.shownFirst" value={first} />}
      <Suggested screen={screen} />
      {group('choice', questionIn(settings, locale) || t.ask, choice, true)}
      {settings.strength && <Strength screen={screen} chosen={strength} />}
      {settings.criteria.map((criterion) =>
        group(`criteria.${criterion.value}`, optionName(criterion, locale), membersOf(criteria)[criterion.value], false),
      )}
    </>
  )
}

/** Not required in the form, because nothing is asked of those who see no difference; the server asks it of the others. */
function Strength({ screen, chosen }: { screen: ScreenProps; chosen: unknown }) {
  const { id, locale, readOnly = false } = screen
  const t = messages[locale]
  return (
    <Choices
      id={`${id}-strength`}
      legend={
        <>
          {t.strength} <small class="muted">{t.noStrength}</small>
        </>
      }
      name={readOnly ? `${id}.response.strength` : 'response.strength'}
      disabled={readOnly}
      chosen={[typeof chosen === 'number' ? String(chosen) : '']}
      errors={sentencesOf(screen.issues ?? [], 'strength', locale)}
      choices={STEPS.map((step) => ({ value: String(step), label: t.strengths[step] }))}
    />
  )
}

function questionIn({ question }: PairwiseSettings, locale: ScreenProps['locale']): string {
  return question[locale] || question[locale === 'en' ? 'fr' : 'en']
}
