import type { Locale } from '../platform/i18n/index.ts'
import { Button, Field } from '../platform/layout/index.ts'
import { messages } from './pages.messages.ts'
import { messages as reportMessages } from './report.messages.ts'
import type { ReportTerms } from './report-task.ts'
import { ReportFields } from './report.view.tsx'

/** The usual keys by physical place; the script lets the worker change them. */
const KEYS = [
  ['choose', '1–9'],
  ['none', '0'],
  ['previous', '↑ ←'],
  ['next', '↓ →'],
  ['submit', 'Enter'],
  ['skip', 'S'],
  ['report', 'R'],
  ['undo', 'U'],
  ['help', '?'],
] as const
const CHANGEABLE: readonly string[] = ['submit', 'skip', 'report', 'undo']

/** What the script opens over the task. Closed, they are not in the way of a page without script. */
export function TaskDialogs({ locale, terms }: { locale: Locale; terms: ReportTerms }) {
  const t = messages[locale].task
  const r = reportMessages[locale]
  return (
    <>
      <dialog id="help" aria-labelledby="help-title">
        <div class="dialog">
          <h2 id="help-title">{t.help.title}</h2>
          <p>{t.help.intro}</p>
          <dl class="keys">
            {KEYS.map(([name, key]) => (
              <div>
                <dt>{t.help[name]}</dt>
                <dd>
                  <kbd data-key-of={name}>{key}</kbd>
                  {CHANGEABLE.includes(name) && (
                    <button type="button" class="button button-quiet" data-change-key={name} data-press={t.help.press}>
                      {t.help.change}
                      <span class="visually-hidden"> : {t.help[name]}</span>
                    </button>
                  )}
                </dd>
              </div>
            ))}
          </dl>
          <form class="actions" method="dialog">
            <Button type="button" look="quiet" id="reset-keys">
              {t.help.reset}
            </Button>
            <Button>{t.help.close}</Button>
          </form>
        </div>
      </dialog>

      <dialog id="report" aria-labelledby="report-title">
        <form class="form" method="post">
          <h2 id="report-title">{t.report}</h2>
          <ReportFields locale={locale} terms={terms} />
          <div class="actions">
            <Button>{r.send}</Button>
            <Button type="button" look="quiet" data={{ close: '' }}>
              {r.cancel}
            </Button>
          </div>
        </form>
      </dialog>

      <dialog id="sign-in" aria-labelledby="sign-in-title">
        <form class="form" method="post" action="/sign-in">
          <h2 id="sign-in-title">{t.signInTitle}</h2>
          <p>{t.status.signIn}</p>
          <p class="field-errors" role="alert" hidden></p>
          <Field locale={locale} kind="email" name="email" label={t.email} required autocomplete="username" />
          <Field locale={locale} kind="password" name="password" label={t.password} required autocomplete="current-password" />
          <div class="actions">
            <Button>{t.signIn}</Button>
          </div>
        </form>
      </dialog>
    </>
  )
}
