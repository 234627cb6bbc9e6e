import { RESULT_USES, SENSITIVE_CATEGORIES } from '@canut/domain'
import type { Child } from 'hono/jsx'
import { listLanguages, type Locale } from '../platform/i18n/index.ts'
import { Button, errorsOf, ErrorSummary, Field, type FormProblem } from '../platform/layout/index.ts'
import { ChainEditor } from './chain-editor.view.tsx'
import type { ProjectTyped } from './project-form.ts'
import { messages, resultUses, sensitiveCategories } from './projects.messages.ts'

export interface ProjectFormProps {
  readonly locale: Locale
  readonly title: string
  readonly action: string
  readonly typed: ProjectTyped
  readonly problems: readonly FormProblem[]
}

/** May stay empty for now, and not for ever: calling them optional would mislead. */
const TO_PUBLISH: ReadonlySet<string> = new Set([
  'finalClient',
  'purpose',
  'resultUse',
  'dataDestination',
  'dataRetention',
  'sensitiveCategories',
  'contactName',
  'contactEmail',
])
const LANGUAGES_ID = 'languages'

export function ProjectForm(props: ProjectFormProps) {
  const { locale, title, action, typed, problems } = props
  const t = messages[locale].form
  return (
    <section class="stack">
      <h1>{title}</h1>
      <p class="lead">{t.lead}</p>
      <ErrorSummary locale={locale} problems={problems} />
      <form class="form" method="post" action={action}>
        <Basics {...props} />
        <WhoAndWhy {...props} />
        <Data {...props} />
        <Contact {...props} />
        <ChainEditor locale={locale} typed={typed} problems={problems} />
        <div class="actions">
          <Button>{t.save}</Button>
        </div>
      </form>
    </section>
  )
}

/** What every field of the form is given: its name, its errors, and whether publishing needs it. */
function fieldOf({ locale, problems }: ProjectFormProps) {
  return (name: string) => ({
    locale,
    name,
    ...(TO_PUBLISH.has(name) ? { aside: messages[locale].form.toPublish } : {}),
    errors: errorsOf(problems, name),
  })
}

function Basics(props: ProjectFormProps) {
  const { locale, typed } = props
  const t = messages[locale].form
  const field = fieldOf(props)
  return (
    <Part title={t.basics}>
      <Field {...field('name')} label={t.name} hint={t.nameHint} value={typed.name} required maxlength={200} />
      <Field {...field('language')} label={t.language} hint={t.languageHint} value={typed.language} list={LANGUAGES_ID} maxlength={60} />
      <datalist id={LANGUAGES_ID}>
        {listLanguages(locale).map(({ name }) => (
          <option value={name} />
        ))}
      </datalist>
    </Part>
  )
}

function WhoAndWhy(props: ProjectFormProps) {
  const { locale, typed } = props
  const t = messages[locale].form
  const field = fieldOf(props)
  return (
    <Part title={t.whoWhy}>
      <Field {...field('finalClient')} label={t.finalClient} hint={t.finalClientHint} value={typed.finalClient} maxlength={200} />
      <Field {...field('purpose')} kind="textarea" label={t.purpose} hint={t.purposeHint} value={typed.purpose} rows={4} maxlength={4000} />
      <Field
        {...field('resultUse')}
        kind="radios"
        label={t.resultUse}
        value={typed.resultUse}
        options={RESULT_USES.map((use) => ({ value: use, label: resultUses[locale][use] }))}
      />
      <Field
        {...field('resultUseDetail')}
        kind="textarea"
        label={t.resultUseDetail}
        hint={t.resultUseDetailHint}
        value={typed.resultUseDetail}
        rows={3}
        maxlength={2000}
      />
    </Part>
  )
}

function Data(props: ProjectFormProps) {
  const { locale, typed } = props
  const t = messages[locale].form
  const field = fieldOf(props)
  return (
    <Part title={t.data}>
      <Field
        {...field('dataDestination')}
        kind="textarea"
        label={t.dataDestination}
        hint={t.dataDestinationHint}
        value={typed.dataDestination}
        rows={3}
        maxlength={2000}
      />
      <Field
        {...field('dataRetention')}
        kind="textarea"
        label={t.dataRetention}
        hint={t.dataRetentionHint}
        value={typed.dataRetention}
        rows={2}
        maxlength={1000}
      />
      <Field
        {...field('sensitiveCategories')}
        kind="checkboxes"
        label={t.sensitive}
        hint={t.sensitiveHint}
        values={typed.sensitiveCategories}
        options={SENSITIVE_CATEGORIES.map((category) => ({ value: category, label: sensitiveCategories[locale][category] }))}
      />
    </Part>
  )
}

function Contact(props: ProjectFormProps) {
  const { locale, typed } = props
  const t = messages[locale].form
  const field = fieldOf(props)
  return (
    <Part title={t.contact}>
      <div class="form-row">
        <Field {...field('contactName')} label={t.contactName} value={typed.contactName} maxlength={200} />
        <Field
          {...field('contactEmail')}
          kind="email"
          label={t.contactEmail}
          hint={t.contactEmailHint}
          value={typed.contactEmail}
          maxlength={320}
        />
      </div>
    </Part>
  )
}

function Part({ title, children }: { title: string; children?: Child }) {
  return (
    <section class="form">
      <h2>{title}</h2>
      {children}
    </section>
  )
}
