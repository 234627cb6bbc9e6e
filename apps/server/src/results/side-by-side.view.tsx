import type { ScreenFiles } from '../work-files/index.ts'
import { formatPercent, type Locale } from '../platform/i18n/index.ts'
import type { TaskSetup } from '../task-types/index.ts'
import type { ShownResult } from './list-results.ts'
import { nameOfMethod } from './method-words.messages.ts'
import { messages } from './settle.messages.ts'
import { wordsOf } from './words-of-result.ts'

const RESPONSES_SHOWN = 5

export interface SideBySideProps {
  readonly locale: Locale
  readonly setup: TaskSetup
  readonly row: ShownResult
  readonly files: ScreenFiles
}

/**
 * What a task is held to be, then the responses to it. Where responses are shapes, spans or sounds, each has a screen of its own; where
 * they are labels, the task is shown once and the responses are counted under each label.
 */
export function SideBySide(props: SideBySideProps) {
  const { setup, row } = props
  const isWhole = setup.consolidation?.kind === 'responses' || row.given.every(({ label }) => label === null)
  return isWhole ? <Screens {...props} /> : <Votes {...props} />
}

function Screens({ locale, setup, row, files }: SideBySideProps) {
  const t = messages[locale]
  const screen = (id: string, response: unknown) => (
    <setup.Screen id={id} seed={id} payload={row.payload} response={response} locale={locale} {...files} readOnly />
  )
  const shown = row.given.slice(0, RESPONSES_SHOWN)
  return (
    <>
      <div class="side-by-side">
        <section class="held">
          <h4>{t.held}</h4>
          <HeldBy locale={locale} row={row} />
          {row.outcome?.response === null || row.outcome === null ? <p>{t.nothing}</p> : screen(`t${row.number}`, row.outcome.response)}
        </section>
        {shown.map(({ pseudonym, response }, i) => (
          <section>
            <h4>{t.response({ pseudonym })}</h4>
            {screen(`t${row.number}-${i + 1}`, response)}
          </section>
        ))}
        {row.known !== null && (
          <section>
            <h4>{t.knownTitle}</h4>
            {screen(`t${row.number}-known`, row.known)}
          </section>
        )}
      </div>
      {row.given.length > shown.length && <p class="muted">{t.more({ count: row.given.length - shown.length })}</p>}
    </>
  )
}

function Votes({ locale, setup, row, files }: SideBySideProps) {
  const t = messages[locale]
  const { outcome, given } = row
  const held = outcome === null ? null : (outcome.response ?? given.find(({ label }) => label === outcome.label)?.response ?? null)
  const votes = [...Map.groupBy(given, ({ label }) => label ?? '')].toSorted(([, a], [, b]) => b.length - a.length)
  return (
    <div class="side-by-side">
      <section class="held">
        <setup.Screen
          id={`t${row.number}`}
          seed={String(row.number)}
          payload={row.payload}
          response={held}
          locale={locale}
          {...files}
          readOnly
        />
      </section>
      <section>
        <h4>{t.held}</h4>
        <p>
          <strong class="pre" dir="auto">
            {outcome === null ? t.nothing : wordsOf({ locale, setup, row }, outcome)}
          </strong>
        </p>
        <HeldBy locale={locale} row={row} />
        <h4>{t.responses}</h4>
        <ul class="votes">
          {votes.map(([label, own]) => (
            <li>
              <span class="pre" dir="auto">
                {label === '' ? t.nothing : setup.describe(own[0]?.response, locale)}
              </span>{' '}
              <span class="muted small">
                {t.votesBy({ count: own.length })}{' '}
                {own
                  .slice(0, RESPONSES_SHOWN)
                  .map(({ pseudonym }) => pseudonym)
                  .join(', ')}
                {own.length > RESPONSES_SHOWN && ' …'}
              </span>
            </li>
          ))}
        </ul>
        {row.known !== null && <p>{t.known({ label: setup.describe(row.known, locale) })}</p>}
      </section>
    </div>
  )
}

function HeldBy({ locale, row: { outcome } }: Pick<SideBySideProps, 'locale' | 'row'>) {
  const t = messages[locale]
  if (outcome === null) return null
  const { adjudication, confidence } = outcome
  if (adjudication !== null) return <p class="muted small">{t.settle.settled(adjudication)}</p>
  const method = nameOfMethod(outcome.method, locale)
  return (
    <p class="muted small">
      {confidence === null ? t.heldByPlain({ method }) : t.heldBy({ method, sure: formatPercent(confidence, locale, 0) })}
    </p>
  )
}
