import { catalogue, formatDuration } from '../platform/i18n/index.ts'

type Terms = Readonly<Record<'rate' | 'price' | 'max' | 'left', string>>
interface Paid {
  readonly pay: string
  readonly seconds: number
}

/** Reporting a task, and what the time on it is paid. */
export const messages = catalogue({
  en: {
    title: 'What is wrong with this task?',
    reasons: {
      broken: 'It is broken: something is missing or does not load',
      unclear: 'The instructions are unclear',
      content: 'The content is disturbing or not as declared',
      wrong_language: 'It is in another language than declared',
      other: 'Something else',
    },
    comment: 'In your words',
    send: 'Send the report',
    cancel: 'Cancel',
    paysBroken: ({ rate, price, max, left }: Terms) =>
      `If it is broken, your time on it is paid, from when it was shown to you until you send this: at the hourly rate of the batch, ${rate}, up to the price of a response, ${price}. Up to ${max} such reports are paid to you in this batch in 24 hours; of these, ${left} are left.`,
    unpaid: {
      other_reason: () => 'The time on tasks that are reported as broken is paid; that of other reports is not.',
      given_back: () => 'The time on it is not paid, since the task was given back before.',
      responded: () => 'The time on it is not paid by itself: you sent a response to this task, and that is what is paid.',
      most_of_day: ({ max }: { max: string }) =>
        `The time on it is not paid: ${max} reports of broken tasks were paid to you in this batch in the last 24 hours, the most that the rules allow. The organisation sees your report all the same.`,
      no_time: () => 'There was no time on it to pay.',
    },
    reported: 'Reported and given back. Thank you: the organisation sees it.',
    paid: ({ pay, seconds }: Paid) => `Your time on it, ${formatDuration(seconds, 'en')}, was paid: ${pay}.`,
  },
  fr: {
    title: 'Qu’est-ce qui ne va pas dans cette tâche ?',
    reasons: {
      broken: 'Elle est cassée : quelque chose manque ou ne s’affiche pas',
      unclear: 'Les consignes ne sont pas claires',
      content: 'Le contenu est éprouvant ou différent de ce qui était annoncé',
      wrong_language: 'Elle est dans une autre langue qu’annoncé',
      other: 'Autre chose',
    },
    comment: 'Avec vos mots',
    send: 'Envoyer le signalement',
    cancel: 'Annuler',
    paysBroken: ({ rate, price, max, left }) =>
      `Si elle est cassée, votre temps sur la tâche est payé, depuis son affichage jusqu’à cet envoi : au taux horaire du lot, ${rate}, jusqu’au prix d’une réponse, ${price}. Au plus ${max} signalements de ce genre vous sont payés dans ce lot en 24 heures ; il en reste ${left}.`,
    unpaid: {
      other_reason: () => 'Le temps passé sur une tâche signalée comme cassée est payé ; celui des autres signalements ne l’est pas.',
      given_back: () => 'Le temps passé n’est pas payé, car la tâche avait déjà été rendue.',
      responded: () => 'Le temps passé n’est pas payé à part : vous avez envoyé une réponse à cette tâche, et c’est elle qui est payée.',
      most_of_day: ({ max }) =>
        `Le temps passé n’est pas payé : ${max} signalements de tâches cassées vous ont été payés dans ce lot ces dernières 24 heures, le plus que permettent les règles. L’organisation voit tout de même votre signalement.`,
      no_time: () => 'Il n’y avait pas de temps à payer.',
    },
    reported: 'Signalée et rendue. Merci : l’organisation le voit.',
    paid: ({ pay, seconds }) => `Votre temps sur la tâche, ${formatDuration(seconds, 'fr')}, a été payé : ${pay}.`,
  },
})
