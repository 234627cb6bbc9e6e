import { listCountries, type Locale } from '../platform/i18n/index.ts'
import { Button, errorsOf, ErrorSummary, Field, type FormProblem } from '../platform/layout/index.ts'
import { messages } from './organisations.messages.ts'

export interface CreateFields {
  readonly name: string
  readonly country: string
  readonly website: string
}

export function CreateOrganisation(of: { locale: Locale; fields: CreateFields; problems: readonly FormProblem[] }) {
  const { locale, fields, problems } = of
  const t = messages[locale].create
  const errors = (field: string) => errorsOf(problems, field)
  return (
    <section class="stack">
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <ErrorSummary locale={locale} problems={problems} />
      <form class="form" method="post" action="/organisations">
        <Field
          locale={locale}
          name="name"
          label={t.name}
          hint={t.nameHint}
          value={fields.name}
          errors={errors('name')}
          required
          maxlength={120}
          autocomplete="organization"
        />
        <Field
          kind="select"
          locale={locale}
          name="country"
          label={t.country}
          value={fields.country}
          errors={errors('country')}
          required
          placeholder={t.choose}
          options={listCountries(locale).map(({ code, name }) => ({ value: code, label: name }))}
        />
        <Field
          kind="url"
          locale={locale}
          name="website"
          label={t.website}
          hint={t.websiteHint}
          value={fields.website}
          errors={errors('website')}
          maxlength={500}
          autocomplete="url"
        />
        <div class="actions">
          <Button>{t.submit}</Button>
        </div>
      </form>
    </section>
  )
}
