import type { CostEstimate, Micros, Parameters } from '@canut/domain'
import { catalogue, formatMoney, formatNumber, plural, type Locale } from '../platform/i18n/index.ts'
import { Facts, Money, Table } from '../platform/layout/index.ts'
import type { ExpectedCost } from './batch-cost.ts'

interface Counted {
  readonly count: number
  readonly text: string
}

const messages = catalogue({
  en: {
    caption: 'What is set aside',
    line: 'For',
    amount: 'Amount',
    pay: 'Workers',
    tasks: ({ count, text }: Counted) => `${text} ${plural('en', count, { one: 'task', other: 'tasks' })}`,
    responses: ({ count, text }: Counted) => `${text} ${plural('en', count, { one: 'response', other: 'responses' })}`,
    fee: 'The co-operative',
    feeHow: ({ responses, fee, percent }: { responses: string; fee: string; percent: string }) =>
      `${responses} × ${fee}, ${percent} % of the price; it pays for running the platform`,
    reserve: 'Reserve for late responses and broken tasks',
    reserveHow: ({ percent }: { percent: string }) =>
      `${percent} % of the two lines above: a late response whose place was taken is paid all the same, and so is the time on a task that is reported as broken. What is left is returned when the batch is closed.`,
    breaks: 'Paid breaks',
    breaksHow: ({ minutes }: { minutes: string }) =>
      `Content of this batch may hurt. Whoever works on it may take up to ${minutes} min of paid break in each hour of work, at the hourly rate of the batch; this is that much of the first line. It is one reserve with the line above, and what is left is returned when the batch is closed. You see what was paid in all, never to whom.`,
    total: 'Set aside in all',
    balance: 'Balance of the organisation',
    after: 'Balance afterwards',
    expected: 'What it will probably come to',
    expectedPerTask: 'Responses per task',
    expectedPerTaskWhy:
      'On average, if three responses in four are right. It is less where people agree and more where the tasks are hard, and never more than what is set aside.',
    expectedResponses: 'Responses in all',
    expectedTotal: 'Workers and the co-operative together',
    expectedTotalWhy: 'The rest of what is set aside is returned when the batch is closed.',
    about: ({ value }: { value: string }) => `about ${value}`,
  },
  fr: {
    caption: 'Ce qui est mis de côté',
    line: 'Pour',
    amount: 'Montant',
    pay: 'Les travailleurs',
    tasks: ({ count, text }) => `${text} ${plural('fr', count, { one: 'tâche', other: 'tâches' })}`,
    responses: ({ count, text }) => `${text} ${plural('fr', count, { one: 'réponse', other: 'réponses' })}`,
    fee: 'La coopérative',
    feeHow: ({ responses, fee, percent }) =>
      `${responses} × ${fee}, soit ${percent} % du prix ; cela paie le fonctionnement de la plateforme`,
    reserve: 'Réserve pour les réponses tardives et les tâches cassées',
    reserveHow: ({ percent }) =>
      `${percent} % des deux lignes ci-dessus : une réponse tardive dont la place est prise est payée quand même, et le temps passé sur une tâche signalée comme cassée l’est aussi. Ce qui reste est rendu à la clôture du lot.`,
    breaks: 'Pauses payées',
    breaksHow: ({ minutes }) =>
      `Des contenus de ce lot peuvent heurter. Qui y travaille peut prendre jusqu’à ${minutes} min de pause payée par heure de travail, au taux horaire du lot ; c’est cette part de la première ligne. Cela forme une seule réserve avec la ligne ci-dessus, et ce qui reste est rendu à la clôture du lot. Vous voyez ce qui a été payé en tout, jamais à qui.`,
    total: 'Mis de côté en tout',
    balance: 'Solde de l’organisation',
    after: 'Solde ensuite',
    expected: 'Ce que cela coûtera sans doute',
    expectedPerTask: 'Réponses par tâche',
    expectedPerTaskWhy:
      'En moyenne, si trois réponses sur quatre sont justes. C’est moins là où les avis concordent, plus là où les tâches sont difficiles, et jamais plus que ce qui est mis de côté.',
    expectedResponses: 'Réponses en tout',
    expectedTotal: 'Les travailleurs et la coopérative ensemble',
    expectedTotalWhy: 'Le reste de ce qui est mis de côté est rendu à la clôture du lot.',
    about: ({ value }) => `environ ${value}`,
  },
})

export interface CostTableProps {
  readonly locale: Locale
  readonly cost: CostEstimate
  readonly tasks: number
  readonly redundancy: number
  readonly price: Micros
  readonly currency: string
  readonly parameters: Parameters
  readonly balance: Micros
}

/** Every line of the cost with the figures that it is made of. */
export function CostTable({ locale, cost, tasks, redundancy, price, currency, parameters, balance }: CostTableProps) {
  const t = messages[locale]
  const money = (micros: Micros) => formatMoney(micros, currency, locale)
  const number = (value: number | bigint) => formatNumber(value, locale)
  const counted = (count: number) => ({ count, text: number(count) })
  const payHow = () => [t.tasks(counted(tasks)), t.responses(counted(redundancy)), money(price)].join(' × ')
  const lines = [
    { for: t.pay, how: payHow(), amount: cost.pay },
    {
      for: t.fee,
      how: t.feeHow({
        responses: t.responses(counted(Number(cost.responses))),
        fee: money(cost.feePerResponse),
        percent: number(parameters.feePercent),
      }),
      amount: cost.fee,
    },
    { for: t.reserve, how: t.reserveHow({ percent: number(parameters.reservePercent) }), amount: cost.reserve },
    ...(cost.breaks > 0n
      ? [{ for: t.breaks, how: t.breaksHow({ minutes: number(parameters.breakMinutesPerHour) }), amount: cost.breaks }]
      : []),
    { for: t.total, how: '', amount: cost.total },
    { for: t.balance, how: '', amount: balance },
    { for: t.after, how: '', amount: balance - cost.total },
  ]
  return (
    <Table
      caption={t.caption}
      columns={[
        {
          label: t.line,
          heading: true,
          cell: (line) => (
            <div>
              {line.for}
              {line.how !== '' && <p class="muted small">{line.how}</p>}
            </div>
          ),
        },
        { label: t.amount, cell: (line) => <Money text={money(line.amount)} />, numeric: true },
      ]}
      rows={lines}
    />
  )
}

export interface ExpectedCostProps {
  readonly locale: Locale
  readonly expected: ExpectedCost | null
  readonly currency: string
}

/** Under a stop rule: what will probably be spent of what is set aside. */
export function ExpectedCostFacts({ locale, expected, currency }: ExpectedCostProps) {
  if (expected === null) return null
  const t = messages[locale]
  const about = (value: string) => t.about({ value })
  return (
    <section class="stack">
      <h3>{t.expected}</h3>
      <Facts
        locale={locale}
        facts={[
          { label: t.expectedPerTask, value: about(formatNumber(expected.responsesPerTask, locale, 1)), explanation: t.expectedPerTaskWhy },
          { label: t.expectedResponses, value: about(formatNumber(expected.responses, locale)) },
          {
            label: t.expectedTotal,
            value: <Money text={about(formatMoney(expected.total, currency, locale))} />,
            explanation: t.expectedTotalWhy,
          },
        ]}
      />
    </section>
  )
}
