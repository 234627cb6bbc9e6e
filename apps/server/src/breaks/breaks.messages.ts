import { catalogue } from '../platform/i18n/index.ts'

type Texts<Name extends string> = Readonly<Record<Name, string>>

export const messages = catalogue({
  en: {
    title: 'A break',
    lead: 'What you see here may hurt, so breaks from it are paid. Take one whenever you like; you need give no reason, and nothing follows from it.',
    left: 'Paid break left in this hour of work',
    leftHow: ({ whole }: Texts<'whole'>) =>
      `Up to ${whole} are paid in each hour of work on content that may hurt, all batches together. The hour begins with your first break in it and ends after an hour of such work; then the ${whole} are there again.`,
    pays: 'It pays at most',
    paysHow: ({ rate, price, time }: Texts<'rate' | 'price' | 'time'>) =>
      `The hourly rate of this batch, ${rate}: ${price} for each ${time}, as for a response. The time that you really take is paid, to the thousandth of a second.`,
    rules: 'How it goes',
    early: 'Come back when you like: the time that you took is paid, and the rest stays for later in this hour of work.',
    late: ({ left }: Texts<'left'>) => `Come back as late as you like, too: after ${left} the break stops counting by itself, and is paid.`,
    tasks: 'The tasks that you hold are kept for you so much longer. Given back, they leave no mark either.',
    elsewhere: 'Work that you begin meanwhile ends the break, on any device.',
    from: 'It is paid from the reserve of the batch and, when that is used up, from the common fund of the co-operative. The organisation sees what breaks come to in all, never who took one.',
    begin: 'Begin the break',
    back: 'Back to the task',
    toBatch: 'Back to the batch',
    onBreak: 'You are on a break',
    since: ({ start }: Texts<'start'>) => `It began on ${start}.`,
    until: ({ end, most }: Texts<'end' | 'most'>) => `It is paid until ${end} at the latest, ${most} at most. You can close this page.`,
    over: ({ whole }: Texts<'whole'>) => `Its ${whole} are over, and it no longer counts. Come back when you like.`,
    end: 'End the break',
    ended: 'Your last break here',
    lastText: ({ start, time, pay }: Texts<'start' | 'time' | 'pay'>) =>
      `It began on ${start}. ${time} counted, and ${pay} were paid to you.`,
    earnings: 'See it in your earnings',
    usedUp: ({ left }: Texts<'left'>) =>
      `You took all the paid break of this hour of work. It is there again after ${left} more of work on such content. You may stop at any time all the same: nothing of that is counted.`,
    noTask: 'A paid break is taken from a task that you hold, and you hold none of this batch.',
  },
  fr: {
    title: 'Une pause',
    lead: 'Ce que vous voyez ici peut heurter, alors les pauses sont payées. Prenez-en une quand vous voulez, sans dire pourquoi et sans conséquence.',
    left: 'Pause payée qui reste dans cette heure de travail',
    leftHow: ({ whole }) =>
      `Jusqu’à ${whole} sont payées par heure de travail sur des contenus qui peuvent heurter, tous lots confondus. L’heure commence avec votre première pause et finit après une heure de ce travail ; alors les ${whole} sont de nouveau là.`,
    pays: 'Elle paie au plus',
    paysHow: ({ rate, price, time }) =>
      `Le taux horaire de ce lot, ${rate} : ${price} par tranche de ${time}, comme pour une réponse. Le temps vraiment pris est payé, au millième de seconde.`,
    rules: 'Comment cela se passe',
    early: 'Revenez quand vous voulez : le temps pris est payé, et le reste demeure pour plus tard dans cette heure de travail.',
    late: ({ left }) => `Revenez aussi tard que vous voulez : après ${left}, la pause cesse d’elle-même de compter, et elle est payée.`,
    tasks: 'Les tâches que vous avez en main vous sont gardées d’autant plus longtemps. Rendues, elles ne laissent aucune trace non plus.',
    elsewhere: 'Le travail que vous commencez entre-temps met fin à la pause, sur n’importe quel appareil.',
    from: 'Elle est payée par la réserve du lot et, quand celle-ci est épuisée, par le fonds commun de la coopérative. L’organisation voit ce que coûtent les pauses en tout, jamais qui en a pris.',
    begin: 'Commencer la pause',
    back: 'Revenir à la tâche',
    toBatch: 'Revenir au lot',
    onBreak: 'Vous êtes en pause',
    since: ({ start }) => `Elle a commencé le ${start}.`,
    until: ({ end, most }) => `Elle est payée jusqu’au ${end} au plus tard, ${most} au plus. Vous pouvez fermer cette page.`,
    over: ({ whole }) => `Ses ${whole} sont passées, et elle ne compte plus. Revenez quand vous voulez.`,
    end: 'Finir la pause',
    ended: 'Votre dernière pause ici',
    lastText: ({ start, time, pay }) => `Elle a commencé le ${start}. ${time} comptées ; ${pay} vous ont été payés.`,
    earnings: 'La voir dans mes gains',
    usedUp: ({ left }) =>
      `Vous avez pris toute la pause payée de cette heure de travail. Elle sera de nouveau là après encore ${left} de travail sur de tels contenus. Vous pouvez tout de même vous arrêter à tout moment : rien n’en est compté.`,
    noTask: 'Une pause payée se prend sur une tâche que vous avez en main, et vous n’en avez aucune de ce lot.',
  },
})
