import { formatInstant, formatNumber, formatPercent, type Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import { Instant } from '../platform/layout/index.ts'
import { originPath } from '../batches/index.ts'
import { taskTypeTitle } from '../projects/index.ts'
import { messages } from './chains.messages.ts'
import type { OriginStep, WhatBecame } from './provenance.store.ts'

export interface OriginProps {
  readonly locale: Locale
  readonly number: number
  readonly trail: readonly OriginStep[]
  readonly became: readonly WhatBecame[]
}

/** Back along the chain to what was imported, and forward to what came of it. */
export function OriginTrail({ locale, number, trail, became }: OriginProps) {
  const t = messages[locale].origin
  return (
    <div class="stack">
      <h2>{t.title({ number: formatNumber(number, locale) })}</h2>
      {trail.length === 0 ? (
        <p>{t.imported}</p>
      ) : (
        <ol class="stack">
          {trail.map((step) => (
            <li>
              <a href={originPath(step.batchId, step.number)}>
                {t.from({ task: formatNumber(step.number, locale), batch: step.batchName })}
              </a>{' '}
              <span class="soft">({taskTypeTitle(step.taskType, locale)})</span>
              <br />
              {takenOf(step, locale)}, <Instant at={step.passedAt} text={t.at({ time: formatInstant(step.passedAt, locale) })} />
            </li>
          ))}
        </ol>
      )}
      <h2>{t.became}</h2>
      {became.length === 0 ? (
        <p>{t.becameNothing}</p>
      ) : (
        <ul>
          {became.map((each) => (
            <li>
              {each.batchName}:{' '}
              {each.outcome === 'passed' && each.number !== null ? (
                <a href={originPath(each.batchId, each.number)}>{t.outcome.passed({ task: formatNumber(each.number, locale) })}</a>
              ) : (
                t.outcome[each.outcome as 'left_out' | 'not_sampled' | 'unfit']
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function takenOf(step: OriginStep, locale: Locale) {
  const t = messages[locale].origin
  const what =
    step.assignmentId === null
      ? t.all({ count: step.responses, text: formatNumber(step.responses, locale) })
      : `${t.one} (${publicId('asg', step.assignmentId).slice(0, 12)}…)`
  return step.confidence === null ? what : `${what}, ${t.confidence({ percent: formatPercent(step.confidence, locale) })}`
}
