import { formatMoney, formatNumber, type Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import {
  ActionForm,
  Button,
  Empty,
  Facts,
  Field,
  LinkButton,
  Money,
  Notice,
  Progress,
  State,
  type StateTone,
} from '../platform/layout/index.ts'
import { batchPath, type BatchRow } from '../batches/index.ts'
import { sentenceOf } from '../problems/index.ts'
import { taskTypeTitle } from '../projects/index.ts'
import { taskTypes } from '../task-types/index.ts'
import { messages } from './chains.messages.ts'
import { wordsOfHold, wordsOfRule } from './passage-words.ts'
import type { Chain, ChainPassage, ChainStep } from './read-chain.ts'

export interface ChainProps {
  readonly locale: Locale
  readonly project: { readonly id: string; readonly name: string }
  readonly chain: Chain
  /** of the project, the newest first: what a step can be added to */
  readonly batches: readonly BatchRow[]
  readonly mayEdit: boolean
}

const TONES: Record<BatchRow['state'], StateTone> = { draft: 'neutral', open: 'active', paused: 'warning', closed: 'ok' }
const projectPath = (id: string) => `/projects/${publicId('prj', id)}`
export const passagePath = ({ projectId, id }: { projectId: string; id: string }) =>
  `${projectPath(projectId)}/passages/${publicId('pas', id)}`

/** The steps in order, what passes between them, what they cost together, and how to add one. */
export function ChainPage(props: ChainProps) {
  const { locale, project, chain, batches, mayEdit } = props
  const t = messages[locale]
  return (
    <div class="stack">
      <p>
        <a href={projectPath(project.id)}>← {project.name}</a>
      </p>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      {chain.steps.length === 0 ? (
        <Empty title={t.emptyTitle} why={<p>{t.emptyWhy}</p>}>
          {mayEdit && batches.length === 0 && <LinkButton href={`${projectPath(project.id)}/batches/new`}>{t.newFirst}</LinkButton>}
        </Empty>
      ) : (
        <>
          <Steps {...props} />
          {chain.totals.map((totals) => (
            <Totals locale={locale} totals={totals} />
          ))}
        </>
      )}
      {mayEdit && batches.length > 0 && <AddStep {...props} />}
    </div>
  )
}

function Steps({ locale, chain, mayEdit }: ChainProps) {
  const t = messages[locale]
  const nameOf = (id: string) => chain.steps.find(({ batch }) => batch.id === id)?.batch.name ?? ''
  return (
    <section class="stack">
      <h2>{t.steps}</h2>
      <ol class="steps-chain">
        {chain.steps.map((step, index) => (
          <li>
            <StepCard locale={locale} step={step} number={index + 1} mayEdit={mayEdit} />
            {chain.passages
              .filter(({ passage }) => passage.from === step.batch.id)
              .map((each) => (
                <PassageCard locale={locale} whole={each} from={step.batch.name} to={nameOf(each.passage.to)} mayEdit={mayEdit} />
              ))}
          </li>
        ))}
      </ol>
    </section>
  )
}

function StepCard({ locale, step, number, mayEdit }: { locale: Locale; step: ChainStep; number: number; mayEdit: boolean }) {
  const t = messages[locale]
  const { batch } = step
  const figure = (value: number) => formatNumber(value, locale)
  const money = (micros: bigint) => <Money text={formatMoney(micros, batch.currency, locale)} />
  const isDraft = batch.state === 'draft'
  return (
    <article class="card" aria-label={t.stepNamed({ number: figure(number), name: batch.name })}>
      <div class="page-title">
        <h3>
          {figure(number)}. <a href={batchPath(batch.id)}>{batch.name}</a>
        </h3>
        <State tone={TONES[batch.state]}>{t.states[batch.state]}</State>
      </div>
      <p class="soft">{taskTypeTitle(batch.task_type, locale)}</p>
      {!isDraft && (
        <Progress
          label={t.tasksDone}
          value={step.tasksDone}
          max={batch.task_count}
          text={t.doneOf({ done: figure(step.tasksDone), tasks: figure(batch.task_count) })}
        />
      )}
      <Facts
        locale={locale}
        facts={[
          step.mostTasks > batch.task_count
            ? {
                label: t.tasks,
                value: t.tasksMost({ now: figure(batch.task_count), most: figure(step.mostTasks) }),
                explanation: t.mostWhy,
              }
            : { label: t.tasks, value: figure(batch.task_count) },
          ...(isDraft
            ? []
            : [
                { label: t.paid, value: money(step.paid) },
                { label: t.left, value: money(step.left) },
              ]),
          ...(step.mostToCome > 0n ? [{ label: t.toCome, value: money(step.mostToCome), explanation: t.toComeWhy }] : []),
        ]}
      />
      {isDraft && (
        <Notice tone={step.missing === null ? 'info' : 'warning'} locale={locale}>
          {step.missing === null ? t.notPublished : sentenceOf(step.missing, locale)}
        </Notice>
      )}
      <div class="actions">
        {isDraft && mayEdit && step.missing === null && <LinkButton href={`${batchPath(batch.id)}/publish`}>{t.publish}</LinkButton>}
        <LinkButton look="quiet" href={batchPath(batch.id)}>
          {t.open}
        </LinkButton>
      </div>
    </article>
  )
}

interface PassageCardProps {
  readonly locale: Locale
  readonly whole: ChainPassage
  readonly from: string
  readonly to: string
  readonly mayEdit: boolean
}

function PassageCard({ locale, whole, from, to, mayEdit }: PassageCardProps) {
  const t = messages[locale]
  const { passage } = whole
  const counted = (count: number) => ({ count, text: formatNumber(count, locale) })
  const others = [
    ...(whole.leftOut > 0 ? [t.leftOut(counted(whole.leftOut))] : []),
    ...(whole.notSampled > 0 ? [t.notSampled(counted(whole.notSampled))] : []),
    ...(whole.unfit > 0 ? [t.unfit(counted(whole.unfit))] : []),
  ]
  const path = passagePath(passage)
  return (
    <section class="passage" aria-label={t.fromTo({ from, to })}>
      <p class="passage-to">
        <span aria-hidden="true">↓</span> {to}
      </p>
      <p>
        <strong>{t.passed(counted(whole.passed))}</strong>
        {others.length > 0 && <span class="soft"> ({others.join(', ')})</span>}
      </p>
      <p class="soft small">{wordsOfRule(passage, locale)}</p>
      {!passage.isOn && (
        <p>
          <State tone="warning">{t.off}</State>
        </p>
      )}
      {passage.isOn && passage.heldBy !== null && (
        <Notice tone="warning" locale={locale}>
          {wordsOfHold(passage.heldBy, locale)}
        </Notice>
      )}
      {whole.changedSince > 0 && <p class="soft small">{t.changed(counted(whole.changedSince))}</p>}
      {mayEdit && (
        <div class="actions">
          <LinkButton look="quiet" href={path}>
            {t.change}
          </LinkButton>
          <ActionForm look="quiet" action={`${path}/run`}>
            {t.run}
          </ActionForm>
          <LinkButton look="quiet" href={`${path}/delete`}>
            {t.remove}
          </LinkButton>
        </div>
      )}
    </section>
  )
}

function Totals({ locale, totals }: { locale: Locale; totals: Chain['totals'][number] }) {
  const t = messages[locale]
  const money = (micros: bigint) => <Money text={formatMoney(micros, totals.currency, locale)} />
  const short = totals.mostToCome - totals.balance
  return (
    <section class="card">
      <h2>{t.money}</h2>
      <Facts
        locale={locale}
        facts={[
          { label: t.reserved, value: money(totals.reserved), big: true },
          { label: t.paid, value: money(totals.paid), big: true },
          { label: t.fees, value: money(totals.fees) },
          { label: t.left, value: money(totals.left) },
          { label: t.toCome, value: money(totals.mostToCome), explanation: t.toComeWhy },
          { label: t.balance, value: money(totals.balance) },
        ]}
      />
      {short > 0n && (
        <Notice tone="info" locale={locale}>
          {t.short({ missing: formatMoney(short, totals.currency, locale) })}
        </Notice>
      )}
    </section>
  )
}

/** Two plain forms that lead on: a new step of some kind, or a batch that exists. */
function AddStep({ locale, project, batches }: ChainProps) {
  const t = messages[locale]
  const path = projectPath(project.id)
  const options = batches.map(({ id, name }) => ({ value: publicId('bat', id), label: name }))
  const following = batches.filter(({ state }) => state !== 'closed').map(({ id, name }) => ({ value: publicId('bat', id), label: name }))
  return (
    <section class="stack">
      <h2>{t.addStep}</h2>
      <form class="card form" method="get" action={`${path}/batches/new`}>
        <Field kind="select" locale={locale} name="after" label={t.after} hint={t.afterHint} required options={options} />
        <Field
          kind="select"
          locale={locale}
          name="type"
          label={t.kind}
          required
          options={taskTypes.map((type) => ({ value: type.name, label: type.title[locale] }))}
        />
        <div class="actions">
          <Button>{t.go}</Button>
        </div>
      </form>
      {batches.length > 1 && following.length > 0 && (
        <details class="fold">
          <summary>{t.join}</summary>
          <form class="form" method="get" action={`${path}/passages/new`}>
            <Field kind="select" locale={locale} name="from" label={t.after} required options={options} />
            <Field kind="select" locale={locale} name="to" label={t.joinTo} required options={following} />
            <div class="actions">
              <Button look="quiet">{t.go}</Button>
            </div>
          </form>
        </details>
      )}
    </section>
  )
}
