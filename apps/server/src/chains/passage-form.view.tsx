import { PASSAGE_MOMENTS, PASSAGE_UNITS } from '@canut/domain'
import type { Locale } from '../platform/i18n/index.ts'
import { Button, errorsOf, ErrorSummary, Field, Notice, Table, type FormProblem } from '../platform/layout/index.ts'
import { issueSentence, type Issue, type TaskSetup } from '../task-types/index.ts'
import { columnsOf, fixedField, sourceField, type PassageTyped } from './passage-form.ts'
import { messages } from './passage-form.messages.ts'
import { sourcesOf } from './readings.ts'
import { conditionsOf } from './save-passage.ts'

/** What a passage makes of an answer, shown before it is saved. */
export interface PassagePreview {
  readonly row: Readonly<Record<string, unknown>>
  readonly issues: readonly Issue[]
}

export interface PassageFormProps {
  readonly locale: Locale
  readonly action: string
  readonly submit: string
  readonly names: { readonly from: string; readonly to: string }
  readonly setups: { readonly earlier: TaskSetup; readonly next: TaskSetup }
  readonly typed: PassageTyped
  readonly problems: readonly FormProblem[]
  /** null: there is no answer yet */
  readonly preview: PassagePreview | null
  /** sent along: which batches are joined, where the passage does not exist yet */
  readonly hidden: Readonly<Record<string, string>>
  readonly isNew: boolean
}

export function PassageForm(props: PassageFormProps) {
  const { locale, action, submit, names, problems, hidden, isNew, typed } = props
  const t = messages[locale]
  return (
    <form class="form" method="post" action={action}>
      <p class="lead">{t.between(names)}</p>
      <ErrorSummary locale={locale} problems={problems} labels={{ confidence: t.confidence, sample: t.sample, most: t.most }} />
      {Object.entries(hidden).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Columns {...props} />
      <Preview {...props} />
      <Rule {...props} />
      {!isNew && (
        <Field kind="checkbox" locale={locale} name="isOn" label={t.isOn} hint={t.isOnHint} checked={typed.isOn} value="yes" aside="" />
      )}
      {isNew && <input type="hidden" name="isOn" value="yes" />}
      <div class="actions">
        <Button name="do" value="save">
          {submit}
        </Button>
      </div>
    </form>
  )
}

function fieldOf({ locale, problems }: PassageFormProps) {
  return (name: string) => ({ locale, name, errors: errorsOf(problems, name) })
}

function Rule(props: PassageFormProps) {
  const { locale, typed, setups } = props
  const t = messages[locale]
  const field = fieldOf(props)
  const units = PASSAGE_UNITS.filter((unit) => unit === 'response' || setups.earlier.consolidation !== null)
  // what is asked of a result may be chosen before the unit is: the server says when it does not fit
  const conditions = conditionsOf(setups.earlier, units.includes('result') ? 'result' : 'response')
  return (
    <section class="stack">
      <h2>{t.what}</h2>
      <Field
        {...field('unit')}
        kind="radios"
        label={t.unit}
        required
        value={typed.unit}
        options={units.map((value) => ({ value, label: t.units[value], hint: t.unitHints[value] }))}
      />
      <Field
        {...field('moment')}
        kind="radios"
        label={t.moment}
        required
        value={typed.moment}
        options={PASSAGE_MOMENTS.map((value) => ({ value, label: t.moments[value], hint: t.momentHints[value] }))}
      />
      <Field
        {...field('condition')}
        kind="radios"
        label={t.condition}
        required
        value={typed.condition}
        options={conditions.map((value) => ({ value, label: t.conditions[value] }))}
      />
      {conditions.includes('below') && (
        <Field
          {...field('confidence')}
          label={t.confidence}
          hint={t.confidenceHint}
          value={typed.confidence}
          unit="%"
          inputmode="decimal"
          aside=""
        />
      )}
      {conditions.includes('label') && (
        <Field {...field('labels')} kind="textarea" label={t.labels} hint={t.labelsHint} value={typed.labels} rows={3} aside="" />
      )}
      <div class="form-row">
        <Field {...field('sample')} label={t.sample} hint={t.sampleHint} value={typed.sample} unit="%" inputmode="decimal" required />
        <Field {...field('most')} label={t.most} hint={t.mostHint} value={typed.most} inputmode="numeric" />
      </div>
    </section>
  )
}

function Columns(props: PassageFormProps) {
  const { locale, typed, setups } = props
  const t = messages[locale]
  const field = fieldOf(props)
  const { required } = setups.next.columns
  const options = [
    { value: '', label: t.nothing },
    ...sourcesOf(setups.earlier).map((value) => ({ value, label: wordsOfSource(value, locale) })),
    { value: '=', label: t.fixed },
  ]
  return (
    <section class="stack">
      <h2>{t.columns}</h2>
      <p class="soft">{t.columnsHint}</p>
      {columnsOf(setups.next).map((column) => (
        <div class="form-row">
          <Field
            {...field(sourceField(column))}
            kind="select"
            label={<code>{column}</code>}
            aside={required.includes(column) ? t.required : undefined}
            value={typed.sources[column] ?? ''}
            options={options}
          />
          <Field {...field(fixedField(column))} label={t.fixedFor({ column })} aside="" value={typed.fixed[column] ?? ''} maxlength={999} />
        </div>
      ))}
      <div class="actions">
        <Button look="quiet" name="do" value="show" formnovalidate>
          {t.show}
        </Button>
      </div>
    </section>
  )
}

function wordsOfSource(source: string, locale: Locale): string {
  const t = messages[locale].source
  const [kind = '', ...rest] = source.split('.')
  const name = rest.join('.')
  if (name === '') return t[kind as 'response' | 'text' | 'label' | 'confidence']
  return kind === 'response' ? t.member({ name }) : t[kind as 'row' | 'payload']({ name })
}

function Preview({ locale, preview }: PassageFormProps) {
  const t = messages[locale]
  return (
    <section class="card">
      <h2>{t.preview}</h2>
      {preview === null ? (
        <p class="soft">{t.previewNone}</p>
      ) : (
        <>
          <Table
            caption={t.preview}
            captionHidden
            rows={Object.entries(preview.row)}
            columns={[
              { label: t.column, heading: true, cell: ([column]) => <code>{column}</code> },
              {
                label: t.value,
                cell: ([, value]) => <span class="breakable clamped">{typeof value === 'string' ? value : JSON.stringify(value)}</span>,
              },
            ]}
          />
          {preview.issues.length > 0 && (
            <Notice tone="warning" locale={locale} title={t.previewUnfit}>
              <ul>
                {preview.issues.map((issue) => (
                  <li>{issueSentence(issue, locale)}</li>
                ))}
              </ul>
            </Notice>
          )}
        </>
      )}
    </section>
  )
}
