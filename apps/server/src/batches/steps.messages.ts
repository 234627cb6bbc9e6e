import { catalogue, formatNumber, plural, type Locale } from '../platform/i18n/index.ts'

const tasksIn = { en: { one: 'task', other: 'tasks' }, fr: { one: 'tâche', other: 'tâches' } }
const responsesIn = { en: { one: 'response', other: 'responses' }, fr: { one: 'réponse', other: 'réponses' } }

const tasksOf = (count: number, locale: Locale) => `${formatNumber(count, locale)} ${plural(locale, count, tasksIn[locale])}`
const responsesOf = (count: number, locale: Locale) => `${formatNumber(count, locale)} ${plural(locale, count, responsesIn[locale])}`

export const messages = catalogue({
  en: {
    back: 'Back to the batch',
    publish: {
      completion: 'When it may be finished',
      title: 'Publish the batch',
      what: 'Workers see the batch from then on, and its terms stand. This is set aside from your balance; what is not used comes back when you close the batch.',
      confirm: ({ amount }: { amount: string }) => `Publish and set ${amount} aside`,
    },
    close: {
      title: 'Close the batch',
      what: 'No task is handed out any more, for good. What people hold they can still submit, and responses under review are decided as usual.',
      owed: 'Kept for what is still owed, at most',
      owedWhy: ({ undecided, held, each }: { undecided: number; held: number; each: string }) =>
        `${responsesOf(undecided, 'en')} under review and ${tasksOf(held, 'en')} in somebody’s hands, at ${each} each with the fee.`,
      back: 'Returned to your balance, about',
      backWhy: 'All that is still set aside, minus what is owed. The rest of it follows when the last responses are decided.',
      confirm: 'Close for good',
    },
    extend: {
      title: 'Ask for more responses',
      what: 'Each task will be done by more people, the tasks already done too. The price and the fee stay as they were published. Redundancy can only grow.',
      whatUncertain:
        'Only tasks whose answer is in doubt will be done by more people, up to the new number; tasks whose answer is sure stay as they are. The money for all of them is set aside, and what is not used is returned when the batch is closed. The price and the fee stay as they were published. The number can only grow.',
      redundancy: ({ now }: { now: string }) => `Responses per task, now ${now}`,
      most: ({ now }: { now: string }) => `Most responses per task, now ${now}`,
      compute: 'Compute the cost',
      cost: ({ count, more }: { count: number; more: string }) =>
        `Cost of ${more} more ${plural('en', count, { one: 'response', other: 'responses' })} per task`,
      confirm: 'Ask and set the money aside',
      integer: ({ min }: { min: string }) => `Write a whole number from ${min} to 99.`,
      full: 'Each task already has 99 responses, the most there can be.',
    },
    remove: {
      title: 'Delete the draft',
      what: ({ tasks }: { tasks: number }) =>
        `The draft, its ${tasksOf(tasks, 'en')}, its instructions and imported files are deleted. This cannot be undone.`,
      confirm: 'Delete the draft',
    },
    empty: {
      title: 'Take the tasks out',
      what: ({ tasks }: { tasks: number }) =>
        `${tasks === 1 ? 'The one task is' : `All ${tasksOf(tasks, 'en')} are`} taken out of the draft. You can then change the task settings and import again.`,
      confirm: 'Take all tasks out',
    },
  },
  fr: {
    back: 'Retour au lot',
    publish: {
      completion: 'Quand il pourrait être terminé',
      title: 'Publier le lot',
      what: 'Dès lors les travailleurs voient le lot, et ses conditions ne changent plus. Ceci est mis de côté sur votre solde ; ce qui ne sert pas revient à la clôture.',
      confirm: ({ amount }) => `Publier et mettre ${amount} de côté`,
    },
    close: {
      title: 'Clore le lot',
      what: 'Plus aucune tâche n’est donnée, définitivement. Ce que des personnes ont en main peut encore être envoyé, et les réponses en relecture sont décidées comme d’habitude.',
      owed: 'Gardé pour ce qui est encore dû, au plus',
      owedWhy: ({ undecided, held, each }) =>
        `${responsesOf(undecided, 'fr')} en relecture et ${tasksOf(held, 'fr')} en main, à ${each} chacune avec les frais.`,
      back: 'Rendu sur votre solde, environ',
      backWhy: 'Tout ce qui est encore de côté, moins ce qui est dû. Le reste suit quand les dernières réponses sont décidées.',
      confirm: 'Clore définitivement',
    },
    extend: {
      title: 'Demander plus de réponses',
      what: 'Chaque tâche sera faite par plus de personnes, y compris les tâches terminées. Le prix et les frais restent ceux de la publication. La redondance ne peut qu’augmenter.',
      whatUncertain:
        'Seules les tâches dont la réponse est en doute seront faites par plus de personnes, jusqu’au nouveau nombre ; celles dont la réponse est sûre restent comme elles sont. L’argent de toutes est mis de côté, et ce qui ne sert pas est rendu à la clôture du lot. Le prix et les frais restent ceux de la publication. Le nombre ne peut qu’augmenter.',
      redundancy: ({ now }) => `Réponses par tâche, ${now} aujourd’hui`,
      most: ({ now }) => `Plus grand nombre de réponses par tâche, ${now} aujourd’hui`,
      compute: 'Calculer le coût',
      cost: ({ count, more }) => `Coût de ${more} ${plural('fr', count, { one: 'réponse', other: 'réponses' })} de plus par tâche`,
      confirm: 'Demander et mettre l’argent de côté',
      integer: ({ min }) => `Écrivez un nombre entier de ${min} à 99.`,
      full: 'Chaque tâche a déjà 99 réponses, le maximum.',
    },
    remove: {
      title: 'Supprimer le brouillon',
      what: ({ tasks }) =>
        `Le brouillon, ${tasks < 2 ? 'sa' : 'ses'} ${tasksOf(tasks, 'fr')}, ses consignes et les fichiers importés sont supprimés. C’est sans retour.`,
      confirm: 'Supprimer le brouillon',
    },
    empty: {
      title: 'Retirer les tâches',
      what: ({ tasks }) =>
        `${tasks === 1 ? 'La seule tâche est retirée' : `Les ${tasksOf(tasks, 'fr')} sont retirées`} du brouillon. Vous pourrez changer les réglages de tâche et importer de nouveau.`,
      confirm: 'Retirer toutes les tâches',
    },
  },
})
