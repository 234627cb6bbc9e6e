import { catalogue } from '../platform/i18n/index.ts'

interface Line {
  readonly batch: string
  readonly project: string
  readonly client: string
  readonly price: string
}

export const messages = catalogue({
  en: {
    mail: {
      subject: 'Canut: there is work where you asked',
      hello: ({ name }: { name: string }) => `Hello ${name},`,
      asked: 'You asked to be told when there is work here. There is some now:',
      line: ({ batch, project, client, price }: Line) => `${batch} (${project}), for ${client}: ${price} a response`,
      once: 'Each request is answered once. Nothing else will be sent about these batches unless you ask again.',
      others: ({ link }: { link: string }) => `Your other requests, and how to take them back: ${link}`,
    },
    page: {
      title: 'What you asked to be told',
      lead: 'When there is work for you in one of these batches, one line of one mail tells you, on a day between 9 in the morning and 6 in the evening. Then the request is gone.',
      none: 'You asked for nothing',
      noneWhy: 'On the page of a batch that has no work for you, you can ask to be told once.',
      toWork: 'See the work',
      columns: { batch: 'Batch', client: 'For', price: 'Price of a response', change: 'Change' },
      remove: 'Take it back',
      removed: 'The request is taken back.',
    },
  },
  fr: {
    mail: {
      subject: 'Canut : il y a du travail là où vous l’aviez demandé',
      hello: ({ name }) => `Bonjour ${name},`,
      asked: 'Vous avez demandé à savoir quand il y aurait du travail ici. Il y en a maintenant :',
      line: ({ batch, project, client, price }) => `${batch} (${project}), pour ${client} : ${price} la réponse`,
      once: 'Chaque demande reçoit une seule réponse. Rien d’autre ne sera envoyé sur ces lots, sauf si vous le demandez de nouveau.',
      others: ({ link }) => `Vos autres demandes, et comment les retirer : ${link}`,
    },
    page: {
      title: 'Ce que vous avez demandé à savoir',
      lead: 'Quand il y a du travail pour vous dans l’un de ces lots, une ligne d’un seul message vous le dit, un jour entre 9 h et 18 h. Ensuite la demande disparaît.',
      none: 'Vous n’avez rien demandé',
      noneWhy: 'Sur la page d’un lot qui n’a pas de travail pour vous, vous pouvez demander qu’on vous le dise une fois.',
      toWork: 'Voir le travail',
      columns: { batch: 'Lot', client: 'Pour', price: 'Prix d’une réponse', change: 'Changement' },
      remove: 'Retirer la demande',
      removed: 'La demande est retirée.',
    },
  },
})
