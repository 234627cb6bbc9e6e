import { Choices } from '../../platform/layout/index.ts'
import { inLocale } from '../shared/in-locale.ts'
import { sentencesOf } from '../issue-sentence.ts'
import { answeredOrSuggested, Suggested } from '../shared/suggested.tsx'
import type { ScreenProps } from '../task-type.ts'
import { chosenIn, type Labelling } from './labelling.ts'
import { NONE, optionName, type LabelSettings } from './label-settings.ts'
import { messages } from './labels.messages.ts'
import { reasonsIn } from './reasons.ts'

/** The labels as big radios or checkboxes, keys 1–9 and 0 for "none of these". */
export function LabelChoices({ settings, labelling, screen }: { settings: LabelSettings; labelling: Labelling; screen: ScreenProps }) {
  const { id, locale, readOnly = false } = screen
  const path = labelling.multiple ? 'labels' : 'label'
  const t = messages[locale]
  return (
    <>
      <Suggested screen={screen} />
      <Choices
        id={`${id}-${path}`}
        legend={inLocale(settings.question, locale) || (labelling.multiple ? t.askSeveral : t.askOne)}
        name={readOnly ? `${id}.response.${path}` : `response.${path}`}
        multiple={labelling.multiple}
        required
        disabled={readOnly}
        chosen={chosenIn(answeredOrSuggested(screen))}
        errors={sentencesOf(screen.issues ?? [], path, locale)}
        choices={labelling.options.map((option, index) => ({
          value: option.value,
          label: optionName(option, locale),
          shortcut: keyOf(index, option.value === NONE && settings.none),
        }))}
      />
      {settings.reasons.length > 0 && <ReasonChoices settings={settings} labelling={labelling} screen={screen} />}
    </>
  )
}

/** Always there, since it must work without script; which answers need a reason is said above it. */
function ReasonChoices({ settings, labelling, screen }: { settings: LabelSettings; labelling: Labelling; screen: ScreenProps }) {
  const { id, locale, readOnly = false } = screen
  const t = messages[locale]
  const needy = labelling.options.filter(({ value }) => settings.reasonsFor.includes(value)).map((option) => optionName(option, locale))
  return (
    <Choices
      id={`${id}-reasons`}
      legend={needy.length === 0 ? t.why : t.whyFor({ labels: needy.join(', ') })}
      name={readOnly ? `${id}.response.reasons` : 'response.reasons'}
      multiple
      disabled={readOnly}
      chosen={reasonsIn(screen.response)}
      errors={sentencesOf(screen.issues ?? [], 'reasons', locale)}
      choices={settings.reasons.map((option) => ({ value: option.value, label: optionName(option, locale) }))}
    />
  )
}

function keyOf(index: number, isNone: boolean): string | undefined {
  if (isNone) return '0'
  return index < 9 ? String(index + 1) : undefined
}
