import { languageName, parseLanguage, type Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import { ActionForm, Button, errorsOf, ErrorSummary, Field, LinkButton, type FormProblem } from '../platform/layout/index.ts'
import { taskTypes } from '../task-types/index.ts'
import { messages } from './subscriptions.messages.ts'
import type { AskableProject } from './subscriptions.store.ts'

/** The form as it was typed. An empty list means any. */
export interface SubscriptionTyped {
  readonly hoursPerWeek: string
  readonly taskTypes: readonly string[]
  readonly languages: readonly string[]
  readonly projectIds: readonly string[]
}

export interface SubscriptionFormProps {
  readonly locale: Locale
  readonly typed: SubscriptionTyped
  readonly problems: readonly FormProblem[]
  readonly projects: readonly AskableProject[]
  /** has something been asked for that can be taken back? */
  readonly saved: boolean
}

export function SubscriptionForm(props: SubscriptionFormProps) {
  const { locale, typed, problems, saved } = props
  const t = messages[locale].form
  return (
    <div class="stack narrow">
      <p>
        <a href="/work">← {t.back}</a>
      </p>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <form class="form" method="post" action="/me/subscription">
        <ErrorSummary locale={locale} problems={problems} />
        <Field
          {...fieldOf(props, 'hoursPerWeek')}
          label={t.hours}
          hint={t.hoursHint}
          value={typed.hoursPerWeek}
          required
          inputmode="decimal"
          unit="h"
        />
        <Kinds {...props} />
        <div class="actions">
          <Button>{t.save}</Button>
          <LinkButton href="/work" look="quiet">
            {t.back}
          </LinkButton>
        </div>
      </form>
      {saved && (
        <section class="stack">
          <p class="muted">{t.removeHint}</p>
          <ActionForm action="/me/subscription/remove" look="quiet">
            {t.remove}
          </ActionForm>
        </section>
      )}
    </div>
  )
}

const fieldOf = ({ locale, problems }: SubscriptionFormProps, name: keyof SubscriptionTyped) => ({
  locale,
  name,
  errors: errorsOf(problems, name),
})

function Kinds(props: SubscriptionFormProps) {
  const { locale, typed, projects } = props
  const t = messages[locale].form
  const languages = [...new Set([...projects.flatMap(({ language }) => language ?? []), ...typed.languages])].toSorted()
  const boxes = (name: 'taskTypes' | 'languages' | 'projectIds') =>
    ({ ...fieldOf(props, name), kind: 'checkboxes', aside: '', values: typed[name] }) as const
  return (
    <>
      <Field
        {...boxes('taskTypes')}
        label={t.taskTypes}
        hint={t.anyHint}
        options={taskTypes.map((type) => ({ value: type.name, label: type.title[locale] }))}
      />
      {languages.length > 0 && (
        <Field
          {...boxes('languages')}
          label={t.languages}
          hint={t.languagesHint}
          options={languages.map((code) => ({ value: code, label: nameOfLanguage(code, locale) }))}
        />
      )}
      {projects.length > 0 && (
        <Field
          {...boxes('projectIds')}
          label={t.projects}
          hint={t.anyHint}
          options={projects.map(({ id, name, finalClient }) => ({
            value: publicId('prj', id),
            label: name,
            hint: t.for({ client: finalClient }),
          }))}
        />
      )}
    </>
  )
}

/** What was typed may be no language at all; it comes back as it was, with what is wrong beside it. */
function nameOfLanguage(code: string, locale: Locale): string {
  return parseLanguage(code) === null ? code : languageName(code, locale)
}
