import { optionName, type LabelOption } from '../labels/label-settings.ts'
import { ElementField } from '../shared/element-value.tsx'
import type { ScreenProps } from '../task-type.ts'

export interface SpansElementProps {
  /** of the control; the member of the response that its issues are about comes after the prefix of the screen */
  id: string
  /** of the form's field */
  name: string
  text: string
  /** language tag of the text; '' when unknown */
  language: string
  labels: readonly LabelOption[]
  grades?: readonly LabelOption[]
  relations?: readonly LabelOption[]
  overlap: boolean
  unit?: 'word' | 'character'
  /** an empty response is one */
  optional?: boolean
  /** JSON of spans, or '' for nothing yet */
  value: string
  errors: readonly string[]
  screen: ScreenProps
}

/** The script that defines the element. */
export const SPANS_SCRIPT = '/assets/spans.js'

/** The element that marks parts of a text. Without script, the text stands there and a notice says why it cannot be marked. */
export function SpansElement(props: SpansElementProps) {
  const {
    id,
    name,
    text,
    language,
    labels,
    grades = [],
    relations = [],
    overlap,
    unit = 'word',
    optional = false,
    value,
    errors,
    screen,
  } = props
  const options = (list: readonly LabelOption[]): string =>
    JSON.stringify(list.map((option) => ({ value: option.value, name: optionName(option, screen.locale) })))
  return (
    <ElementField id={id} errors={errors} locale={screen.locale}>
      <canut-spans
        id={id}
        name={name}
        labels={options(labels)}
        grades={grades.length === 0 ? undefined : options(grades)}
        relations={relations.length === 0 ? undefined : options(relations)}
        overlap={overlap ? '' : undefined}
        optional={optional ? '' : undefined}
        unit={unit}
        value={value}
      >
        <div
          class="task-text"
          data-text=""
          dir="auto"
          lang={language === '' ? undefined : language}
          // a parser of HTML turns these line ends into others, and offsets would move
          data-exact={text.includes('\r') ? JSON.stringify(text) : undefined}
        >
          {text}
        </div>
      </canut-spans>
    </ElementField>
  )
}
