import { RESULT_USES, SENSITIVE_CATEGORIES } from '@canut/domain'
import type { Child } from 'hono/jsx'
import { formatNumber, listCountries, listLanguages, type Locale } from '../platform/i18n/index.ts'
import { Button, ErrorSummary, Field, type FormProblem } from '../platform/layout/index.ts'
import { taskTypes } from '../task-types/index.ts'
import { linkFieldName, type ProjectTyped } from './project-form.ts'
import { messages, resultUses, sensitiveCategories } from './projects.messages.ts'

export interface ProjectFormProps {
  readonly locale: Locale
  readonly title: string
  readonly action: string
  readonly typed: ProjectTyped
  readonly problems: readonly FormProblem[]
}

/** Rows of the chain that are open from the start, beyond those that are filled in. */
const SPARE_LINKS = 1
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
const COUNTRIES_ID = 'countries'
const LANGUAGES_ID = 'languages'

export function ProjectForm({ locale, title, action, typed, problems }: ProjectFormProps) {
  const t = messages[locale].form
  const field = <N extends string>(name: N) => ({
    locale,
    name,
    ...(TO_PUBLISH.has(name) ? { aside: t.toPublish } : {}),
    errors: problems.filter((problem) => problem.field === name).map(({ message }) => message),
  })
  return (
    <section class="stack">
      <h1>{title}</h1>
      <p class="lead">{t.lead}</p>
      <ErrorSummary locale={locale} problems={problems} />
      <form class="form" method="post" action={action}>
        <Part title={t.basics}>
          <Field {...field('name')} label={t.name} hint={t.nameHint} value={typed.name} required maxlength={200} />
          <Field
            {...field('taskType')}
            kind="select"
            label={t.taskType}
            value={typed.taskType}
            required
            placeholder={t.choose}
            options={taskTypes.map(({ name, title: titles, summary }) => ({
              value: name,
              label: `${titles[locale]} · ${summary[locale]}`,
            }))}
          />
          <Field
            {...field('language')}
            label={t.language}
            hint={t.languageHint}
            value={typed.language}
            list={LANGUAGES_ID}
            maxlength={60}
          />
          <datalist id={LANGUAGES_ID}>
            {listLanguages(locale).map(({ name }) => (
              <option value={name} />
            ))}
          </datalist>
        </Part>
        <Part title={t.whoWhy}>
          <Field {...field('finalClient')} label={t.finalClient} hint={t.finalClientHint} value={typed.finalClient} maxlength={200} />
          <Field
            {...field('purpose')}
            kind="textarea"
            label={t.purpose}
            hint={t.purposeHint}
            value={typed.purpose}
            rows={4}
            maxlength={4000}
          />
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
        <ChainEditor locale={locale} typed={typed} problems={problems} />
        <div class="actions">
          <Button>{t.save}</Button>
        </div>
      </form>
    </section>
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

type ChainProps = Pick<ProjectFormProps, 'locale' | 'typed' | 'problems'>

/** All rows are in the page; those nobody needs yet are folded away, so that it works without script. */
function ChainEditor({ locale, typed, problems }: ChainProps) {
  const t = messages[locale].form
  const lastFilled = typed.chain.findLastIndex((link) => Object.values(link).some((value) => value.trim() !== ''))
  const shown = Math.max(2, lastFilled + 1 + SPARE_LINKS)
  const rows = typed.chain.map((_, index) => <LinkRow locale={locale} typed={typed} problems={problems} index={index} />)
  return (
    <section class="form">
      <h2>{t.chain}</h2>
      <p class="field-hint">{t.chainHint}</p>
      <datalist id={COUNTRIES_ID}>
        {listCountries(locale).map(({ name }) => (
          <option value={name} />
        ))}
      </datalist>
      {rows.slice(0, shown)}
      {shown < rows.length && (
        <details>
          <summary>{t.moreLinks}</summary>
          <div class="form">{rows.slice(shown)}</div>
        </details>
      )}
    </section>
  )
}

function LinkRow({ locale, typed, problems, index }: ChainProps & { index: number }) {
  const t = messages[locale].form
  const link = typed.chain[index]
  const field = (name: Parameters<typeof linkFieldName>[1]) => ({
    locale,
    name: linkFieldName(index, name),
    aside: '',
    value: link?.[name] ?? '',
    errors: problems.filter((problem) => problem.field === linkFieldName(index, name)).map(({ message }) => message),
  })
  return (
    <fieldset class="field-group chain-link">
      <legend>{index === 0 ? t.firstLink : t.link({ position: formatNumber(index + 1, locale) })}</legend>
      <div class="form-row">
        {index > 0 && <Field {...field('party')} label={t.party} maxlength={200} />}
        <Field {...field('role')} label={t.role} hint={index === 0 ? t.roleHint : undefined} maxlength={100} />
        <Field {...field('country')} label={t.country} hint={index === 0 ? t.countryHint : undefined} list={COUNTRIES_ID} maxlength={60} />
        <Field {...field('share')} label={t.share} unit="%" inputmode="decimal" maxlength={12} />
      </div>
    </fieldset>
  )
}
