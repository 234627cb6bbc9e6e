import type { ScreenFiles } from '../work-files/index.ts'
import { formatNumber, type Locale } from '../platform/i18n/index.ts'
import { Notice } from '../platform/layout/index.ts'
import { sentenceOfProblem, type RowProblem } from '../imports/index.ts'
import type { TaskSetup } from '../task-types/index.ts'
import type { FirstRows } from './first-rows.ts'
import { messages } from './wizard.messages.ts'

export interface PreviewShown {
  /** null while the settings are not valid */
  readonly setup: TaskSetup | null
  /** null: there is no task to show */
  readonly payload: unknown
  /** of the rows that can become tasks, from 1 */
  readonly number: number
  readonly isSample: boolean
  readonly rows: FirstRows
  readonly files: ScreenFiles | null
}

/** The real screen with a row, and what is wrong with the rows. `data-scripts`: what it needs, for a page that did not load it. */
export function Preview({ locale, shown }: { locale: Locale; shown: PreviewShown }) {
  const t = messages[locale]
  const { setup, payload, rows } = shown
  return (
    <div class="stack" data-scripts={setup?.scripts.join(' ')}>
      {rows.problemsFound > 0 && <RowProblems locale={locale} rows={rows} />}
      {setup === null || payload === null ? (
        <p class="soft">{t.previewNothing}</p>
      ) : (
        <>
          <p class="soft" role="status">
            {shown.isSample
              ? t.previewSample
              : t.previewOf({ number: formatNumber(shown.number, locale), count: formatNumber(rows.good, locale) })}
          </p>
          <div class="wizard-screen">
            <setup.Screen
              id="p"
              seed="p"
              payload={payload}
              response={null}
              locale={locale}
              {...(shown.files ?? { mediaUrl: () => null })}
            />
          </div>
        </>
      )}
    </div>
  )
}

function RowProblems({ locale, rows }: { locale: Locale; rows: FirstRows }) {
  const t = messages[locale]
  const title = t.rowProblems({ count: rows.problemsFound, text: formatNumber(rows.problemsFound, locale) })
  return (
    <Notice tone="warning" locale={locale} title={title}>
      <ul>
        {rows.problems.map((problem) => (
          <li>{placed(problem, locale)}</li>
        ))}
      </ul>
    </Notice>
  )
}

function placed(problem: RowProblem, locale: Locale): string {
  const t = messages[locale]
  const of = { line: formatNumber(problem.line, locale), sentence: sentenceOfProblem(problem, locale) }
  return problem.column === null ? t.line(of) : t.lineColumn({ ...of, column: problem.column })
}
