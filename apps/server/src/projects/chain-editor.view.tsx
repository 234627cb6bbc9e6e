import { formatNumber, listCountries, type Locale } from '../platform/i18n/index.ts'
import { errorsOf, Field, type FormProblem } from '../platform/layout/index.ts'
import { linkFieldName, type ProjectTyped } from './project-form.ts'
import { messages } from './projects.messages.ts'

/** Rows of the chain that are open from the start, beyond those that are filled in. */
const SPARE_LINKS = 1
const COUNTRIES_ID = 'countries'

interface ChainProps {
  readonly locale: Locale
  readonly typed: ProjectTyped
  readonly problems: readonly FormProblem[]
}

/** All rows are in the page; those nobody needs yet are folded away, so that it works without script. */
export function ChainEditor({ locale, typed, problems }: ChainProps) {
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
    errors: errorsOf(problems, linkFieldName(index, name)),
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
