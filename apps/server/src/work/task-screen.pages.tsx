import { hourlyRate } from '@canut/domain'
import type { Context } from 'hono'
import { signedIn } from '../access/index.ts'
import { isHurting } from '../breaks/index.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { formatMoney, formatRate, type Locale } from '../platform/i18n/index.ts'
import { permissionsPolicy } from '../platform/http/security.ts'
import { parsePublicId, publicId } from '../platform/ids.ts'
import { Button, TaskHeader } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { shell } from '../shell/index.ts'
import type { Issue } from '../task-types/index.ts'
import { InstructionsGuide } from './offer.pages.tsx'
import { isBrought, readSitting, recordInstructionsShown, type OfferOfBatch, type Sitting } from './offers.store.ts'
import { messages } from './pages.messages.ts'
import { findReportTerms, readReportTerms } from './report-task.ts'
import { messages as reportMessages } from './report.messages.ts'
import { sentenceOfPaid } from './report.view.tsx'
import { readInstructions, type ShownInstructions } from './screens.store.ts'
import { TaskDialogs } from './task-dialogs.tsx'
import { readForms, TaskForm } from './task-form.tsx'

export interface FilledIn {
  readonly response: unknown
  readonly issues: readonly Issue[]
}

/** The whole viewport for one task; without an assignment, the offer to take one. */
export async function taskScreen(
  c: Context<AppEnv>,
  services: Services,
  offer: OfferOfBatch,
  assignmentId: string | null,
  filledIn?: FilledIn,
): Promise<Response> {
  const { locale } = c.var
  const { id: workerId } = signedIn(c)
  const t = messages[locale]
  const sitting = await readSitting(services.db, offer.batchId, workerId)
  const { current, seen } = await readInstructions(services.db, offer.batchId, sitting.seenVersion)
  if (current !== null && current.version > sitting.seenVersion)
    await recordInstructionsShown(services.db, offer.batchId, workerId, current.version)
  const forms = assignmentId === null ? null : await readForms(services, { offer, workerId, locale }, [assignmentId])
  const task = forms?.tasks[0] ?? null
  const address = `/work/${publicId('bat', offer.batchId)}`
  c.header('Permissions-Policy', permissionsPolicy(forms?.setup.permissions ?? []))
  const brought = await isBrought(services.db, offer.batchId, workerId)
  const terms = await readReportTerms(services.db, { ...offer, workerId, price: offer.priceMicros }, services.now())

  return shell(
    c,
    {
      title: task === null ? offer.name : t.task.title({ number: task.number }),
      variant: 'task',
      scripts: [...(forms?.setup.scripts ?? []), '/assets/task.js'],
      flash: await flashOf(services, workerId, new URL(c.req.url).searchParams, locale),
      status: filledIn === undefined ? 200 : 422,
    },
    <div
      id="work"
      class="task-work"
      data-batch={publicId('bat', offer.batchId)}
      data-worker={publicId('per', workerId)}
      data-next={brought ? '/work/next' : undefined}
      data-price={offer.priceMicros.toString()}
      data-currency={offer.currency}
      data-earned={sitting.earnedMicros.toString()}
      data-work-ms={sitting.workMs}
      data-strings={JSON.stringify(t.task.status)}
    >
      <ScreenHeader {...{ locale, offer, sitting, current, seen, brought, address }} />
      {task === null || forms === null ? (
        <TakeTaskForm address={address} locale={locale} />
      ) : (
        <TaskForm
          task={task}
          setup={forms.setup}
          files={forms.filesOf(task)}
          exposure={forms.exposure}
          locale={locale}
          response={filledIn?.response ?? task.draft ?? task.response}
          issues={filledIn?.issues ?? []}
        />
      )}
      <TaskDialogs locale={locale} terms={terms} />
    </div>,
  )
}

interface ScreenHeaderProps {
  readonly locale: Locale
  readonly offer: OfferOfBatch
  readonly sitting: Sitting
  readonly current: ShownInstructions | null
  readonly seen: ShownInstructions | null
  /** brought to an open sitting, which is closed from the list of work */
  readonly brought: boolean
  readonly address: string
}

function ScreenHeader({ locale, offer, sitting, current, seen, brought, address }: ScreenHeaderProps) {
  const t = messages[locale]
  const hurting = { taskType: offer.taskType, settings: offer.settings, declared: offer.sensitiveCategories }
  const guide =
    current === null
      ? undefined
      : {
          label: t.task.instructions,
          open: current.version > sitting.seenVersion,
          content: <InstructionsGuide current={current.markdown} seen={seen?.markdown ?? null} changed={t.offer.changed} />,
        }
  return (
    <TaskHeader
      back={brought ? { href: '/work', label: t.task.leaveSitting } : { href: address, label: t.task.leave }}
      title={offer.name}
      purpose={t.task.forWhom({ client: offer.finalClient, purpose: offer.purpose })}
      figures={
        <>
          <SittingFigures offer={offer} sitting={sitting} locale={locale} />
          {isHurting(hurting) && (
            <a class="button button-quiet task-break" href={`${address}/break`}>
              {t.task.takeBreak}
            </a>
          )}
        </>
      }
      guide={guide}
    />
  )
}

function TakeTaskForm({ address, locale }: { address: string; locale: Locale }) {
  const t = messages[locale].task
  return (
    <form class="task-form" method="post" action={`${address}/start`}>
      <main id="main" class="task-area" tabindex={-1}>
        <h2>{t.nothingYet}</h2>
        <p>{t.nothingYetWhy}</p>
      </main>
      <footer class="task-actions">
        <span class="task-status"></span>
        <Button>{t.take}</Button>
      </footer>
    </form>
  )
}

function SittingFigures({ offer, sitting, locale }: { offer: OfferOfBatch; sitting: Sitting; locale: Locale }) {
  const t = messages[locale].task
  // until something was done in this sitting, the rate that others reached, or that the estimate stands for
  const begun = sitting.workMs > 0
  const rate = begun
    ? hourlyRate(sitting.earnedMicros, sitting.workMs / 1000)
    : hourlyRate(offer.priceMicros, offer.measuredSeconds ?? offer.estimateSeconds)
  return (
    <>
      <span>
        <strong>{formatMoney(offer.priceMicros, offer.currency, locale)}</strong> {t.perResponse}
      </span>
      <span>
        <strong id="rate">{formatRate(rate, offer.currency, locale)}</strong>{' '}
        <span id="rate-of" data-begun={t.sitting}>
          {begun ? t.sitting : offer.measuredSeconds === null ? t.estimated : t.measured}
        </span>
      </span>
    </>
  )
}

/** What was done on the page before, as its address says; what was paid for it is looked up. */
export async function flashOf(
  services: Services,
  workerId: string,
  query: URLSearchParams,
  locale: Locale,
): Promise<{ tone: 'ok'; text: string } | null> {
  const t = messages[locale].task
  const done = query.get('done') ?? ''
  if (done === 'reported') return { tone: 'ok', text: await reportedText(services, workerId, query.get('task'), locale) }
  const hash = /^[0-9a-f]{12}$/.exec(query.get('receipt') ?? '')?.[0] ?? ''
  const texts: Readonly<Record<string, string>> = {
    submitted: t.submitted({ hash }),
    changed: t.changedDone({ hash }),
    skipped: t.skipped,
  }
  const text = texts[done]
  return text === undefined ? null : { tone: 'ok', text }
}

async function reportedText(services: Services, workerId: string, task: string | null, locale: Locale): Promise<string> {
  const { reported } = reportMessages[locale]
  const assignmentId = parsePublicId('asg', task ?? '')
  const terms = assignmentId === null ? null : await findReportTerms(services, { assignmentId, workerId })
  if (terms === null || terms.paid === null) return reported
  return `${reported} ${sentenceOfPaid(terms.paid, terms.currency, locale)}`
}
