import { catalogue, formatNumber, plural } from '../platform/i18n/index.ts'

const n = (count: number, locale: 'en' | 'fr') => formatNumber(count, locale, 0)

export const messages = catalogue({
  en: {
    title: 'Results',
    madeByPeople: 'People made these data. For whom, how and for what pay is in the file named last: pass it on together with the others.',
    run: {
      title: 'Last computation',
      none: 'The results were not computed yet.',
      noneWhy:
        'The majority below is counted from the responses as they are now. Dawid–Skene, which weighs people by how they agree, needs a computation over the whole batch.',
      asOf: ({ time, responses }: { time: string; responses: number }) =>
        `Of ${time}, from ${n(responses, 'en')} ${plural('en', responses, { one: 'response', other: 'responses' })}.`,
      running: 'A new computation is under way. This page shows it when it is done.',
      failed:
        'The last computation failed because of a defect of Canut. Its steward finds the cause in the log. The figures are those of the one before.',
      tooLarge: 'There are too many different labels for Dawid–Skene, as in free text. The majority is there.',
      compute: 'Compute again',
      computeFirst: 'Compute the results',
    },
    figures: {
      responses: 'Responses',
      responsesWhy: 'Responses with a label, without those that were rejected or came too late.',
      tasks: 'Tasks with responses',
      people: 'People',
      peopleWhy: 'Workers with at least one of these responses.',
      agreement: 'Agreement',
      agreementWhy:
        'The chance that two responses to the same task, drawn at random, have the same label; the mean over the tasks with at least two. It is not corrected for chance: with two labels, guessing alone gives about one half.',
      noAgreement: 'No task has two responses',
      rounds: 'Rounds of Dawid–Skene',
      roundsWhy:
        'Each round estimates how often every person takes one label for another, then the labels from that, until nothing changes any more.',
      notConverged: ({ rounds }: { rounds: string }) => `${rounds}, and it was still changing`,
      majorityAccuracy: 'Majority right on gold tasks',
      dawidSkeneAccuracy: 'Dawid–Skene right on gold tasks',
      accuracyWhy: ({ tasks }: { tasks: number }) =>
        `Out of ${n(tasks, 'en')} gold ${plural('en', tasks, { one: 'task', other: 'tasks' })} with responses. A tie with the known label in it counts in part. The known labels are only compared with, they teach nothing.`,
    },
    order: {
      label: 'Order',
      task: 'By task',
      least_sure: 'Least sure first',
      below: 'Only below',
      all: 'all',
      show: 'Show',
      asOfRun: 'This order is that of the last computation.',
    },
    table: {
      caption: 'Results per task',
      task: 'Task',
      majority: 'Majority',
      dawidSkene: 'Dawid–Skene',
      known: 'Known answer',
      disagreed: 'Said otherwise',
      share: ({ share, responses }: { share: string; responses: number }) =>
        `${share} of ${n(responses, 'en')} ${plural('en', responses, { one: 'response', other: 'responses' })}`,
      tie: ({ labels }: { labels: string }) => `Tie: ${labels}`,
      none: 'No response yet',
      noLabel: 'Nothing to compare',
      newer: 'not computed yet',
      older: ({ responses }: { responses: number }) =>
        `from ${n(responses, 'en')} ${plural('en', responses, { one: 'response', other: 'responses' })}`,
      right: 'the same',
      wrong: 'something else',
    },
    empty: { title: 'No task is below this', why: 'Choose a higher limit, or look at all tasks.', all: 'All tasks' },
    files: {
      title: 'Take the data with you',
      responses: 'All responses',
      results: 'Results per task',
      csv: 'CSV',
      spreadsheet: 'CSV for spreadsheets',
      jsonl: 'JSON Lines',
      spreadsheetWhy:
        'In the CSV for spreadsheets, texts that begin like a formula get an apostrophe in front, so that nothing a stranger typed is run.',
      about: 'Who made these data, and how (JSON)',
    },
    done: 'A new computation was asked for.',
  },
  fr: {
    title: 'Résultats',
    madeByPeople:
      'Des personnes ont fait ces données. Pour qui, comment et à quel prix : c’est dans le dernier fichier, à transmettre avec les autres.',
    run: {
      title: 'Dernier calcul',
      none: 'Les résultats n’ont pas encore été calculés.',
      noneWhy:
        'La majorité ci-dessous est comptée sur les réponses telles qu’elles sont à cet instant. Dawid–Skene, qui pèse chaque personne selon ses accords avec les autres, demande un calcul sur tout le lot.',
      asOf: ({ time, responses }) =>
        `Du ${time}, sur ${n(responses, 'fr')} ${plural('fr', responses, { one: 'réponse', other: 'réponses' })}.`,
      running: 'Un nouveau calcul est en cours. Cette page le montre dès qu’il est terminé.',
      failed:
        'Le dernier calcul a échoué à cause d’un défaut de Canut. L’intendance en trouve la cause dans le journal. Les chiffres sont ceux du calcul d’avant.',
      tooLarge: 'Il y a trop d’étiquettes différentes pour Dawid–Skene, comme dans du texte libre. La majorité est là.',
      compute: 'Calculer de nouveau',
      computeFirst: 'Calculer les résultats',
    },
    figures: {
      responses: 'Réponses',
      responsesWhy: 'Les réponses qui ont une étiquette, sans celles qui ont été refusées ou sont venues trop tard.',
      tasks: 'Tâches avec réponses',
      people: 'Personnes',
      peopleWhy: 'Celles qui ont donné au moins une de ces réponses.',
      agreement: 'Accord',
      agreementWhy:
        'La probabilité que deux réponses à une même tâche, tirées au hasard, aient la même étiquette ; en moyenne sur les tâches qui en ont au moins deux. Elle n’est pas corrigée du hasard : avec deux étiquettes, répondre au hasard donne environ la moitié.',
      noAgreement: 'Aucune tâche n’a deux réponses',
      rounds: 'Tours de Dawid–Skene',
      roundsWhy:
        'Chaque tour estime combien de fois chaque personne prend une étiquette pour une autre, puis les étiquettes à partir de là, jusqu’à ce que plus rien ne change.',
      notConverged: ({ rounds }) => `${rounds}, et cela changeait encore`,
      majorityAccuracy: 'Majorité juste sur les tâches témoins',
      dawidSkeneAccuracy: 'Dawid–Skene juste sur les tâches témoins',
      accuracyWhy: ({ tasks }) =>
        `Sur ${n(tasks, 'fr')} ${plural('fr', tasks, { one: 'tâche témoin', other: 'tâches témoins' })} avec réponses. Une égalité qui contient l’étiquette connue compte pour une part. Les étiquettes connues ne servent qu’à comparer, elles n’apprennent rien au calcul.`,
    },
    order: {
      label: 'Ordre',
      task: 'Par tâche',
      least_sure: 'Moins sûres d’abord',
      below: 'Seulement sous',
      all: 'toutes',
      show: 'Afficher',
      asOfRun: 'Cet ordre est celui du dernier calcul.',
    },
    table: {
      caption: 'Résultats par tâche',
      task: 'Tâche',
      majority: 'Majorité',
      dawidSkene: 'Dawid–Skene',
      known: 'Réponse connue',
      disagreed: 'Ont dit autre chose',
      share: ({ share, responses }) =>
        `${share} de ${n(responses, 'fr')} ${plural('fr', responses, { one: 'réponse', other: 'réponses' })}`,
      tie: ({ labels }) => `Égalité : ${labels}`,
      none: 'Pas encore de réponse',
      noLabel: 'Rien à comparer',
      newer: 'pas encore calculé',
      older: ({ responses }) => `sur ${n(responses, 'fr')} ${plural('fr', responses, { one: 'réponse', other: 'réponses' })}`,
      right: 'la même',
      wrong: 'autre chose',
    },
    empty: {
      title: 'Aucune tâche n’est en dessous',
      why: 'Choisissez une limite plus haute, ou regardez toutes les tâches.',
      all: 'Toutes les tâches',
    },
    files: {
      title: 'Emporter les données',
      responses: 'Toutes les réponses',
      results: 'Résultats par tâche',
      csv: 'CSV',
      spreadsheet: 'CSV pour tableurs',
      jsonl: 'JSON Lines',
      spreadsheetWhy:
        'Dans le CSV pour tableurs, un texte qui commence comme une formule est précédé d’une apostrophe, pour que rien de ce qu’une autre personne a écrit ne soit exécuté.',
      about: 'Qui a fait ces données, et comment (JSON)',
    },
    done: 'Un nouveau calcul est demandé.',
  },
})
