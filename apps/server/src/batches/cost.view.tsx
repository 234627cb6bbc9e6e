import type { CostEstimate, Micros, Parameters } from '@canut/domain'
import { catalogue, formatMoney, formatNumber, type Locale } from '../platform/i18n/index.ts'
import { Money, Table } from '../platform/layout/index.ts'

const messages = catalogue({
  en: {
    caption: 'What is set aside',
    line: 'For',
    how: 'How it is computed',
    amount: 'Amount',
    pay: 'Workers',
    payHow: ({ tasks, redundancy, price }: { tasks: string; redundancy: string; price: string }) =>
      `${tasks} tasks × ${redundancy} responses × ${price}`,
    fee: 'The co-operative',
    feeHow: ({ responses, fee, percent }: { responses: string; fee: string; percent: string }) =>
      `${responses} responses × ${fee}, ${percent} % of the price; it pays for running the platform`,
    reserve: 'Reserve for late responses',
    reserveHow: ({ percent }: { percent: string }) =>
      `${percent} % of the two lines above: a late response whose place was taken is paid all the same. What is left is returned when the batch is closed.`,
    total: 'Set aside in all',
    balance: 'Balance of the organisation',
    after: 'Balance afterwards',
  },
  fr: {
    caption: 'Ce qui est mis de côté',
    line: 'Pour',
    how: 'Comment c’est calculé',
    amount: 'Montant',
    pay: 'Les travailleurs',
    payHow: ({ tasks, redundancy, price }) => `${tasks} tâches × ${redundancy} réponses × ${price}`,
    fee: 'La coopérative',
    feeHow: ({ responses, fee, percent }) =>
      `${responses} réponses × ${fee}, soit ${percent} % du prix ; cela paie le fonctionnement de la plateforme`,
    reserve: 'Réserve pour les réponses tardives',
    reserveHow: ({ percent }) =>
      `${percent} % des deux lignes ci-dessus : une réponse tardive dont la place est prise est payée quand même. Ce qui reste est rendu à la clôture du lot.`,
    total: 'Mis de côté en tout',
    balance: 'Solde de l’organisation',
    after: 'Solde ensuite',
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
  const lines = [
    { for: t.pay, how: t.payHow({ tasks: number(tasks), redundancy: number(redundancy), price: money(price) }), amount: cost.pay },
    {
      for: t.fee,
      how: t.feeHow({ responses: number(cost.responses), fee: money(cost.feePerResponse), percent: number(parameters.feePercent) }),
      amount: cost.fee,
    },
    { for: t.reserve, how: t.reserveHow({ percent: number(parameters.reservePercent) }), amount: cost.reserve },
    { for: t.total, how: '', amount: cost.total },
    { for: t.balance, how: '', amount: balance },
    { for: t.after, how: '', amount: balance - cost.total },
  ]
  return (
    <Table
      caption={t.caption}
      columns={[
        { label: t.line, cell: (line) => line.for, heading: true },
        { label: t.how, cell: (line) => line.how },
        { label: t.amount, cell: (line) => <Money text={money(line.amount)} />, numeric: true },
      ]}
      rows={lines}
    />
  )
}
