import { catalogue, formatNumber, plural } from '../platform/i18n/index.ts'

const n = (count: number, locale: 'en' | 'fr') => formatNumber(count, locale, 0)

export const messages = catalogue({
  en: {
    title: 'How responses become one',
    none: 'The results were not computed yet.',
    noneWhy:
      'The majority below is counted from the responses as they are now; every other method needs a computation over the whole batch.',
    never: 'Responses to tasks of this kind are never made one: each is a result of its own, and all of them are in the files below.',
    asOf: ({ time, responses }: { time: string; responses: number }) =>
      `Of ${time}, from ${n(responses, 'en')} ${plural('en', responses, { one: 'response', other: 'responses' })}.`,
    running: 'A new computation is under way. This page shows it when it is done.',
    waiting: 'A new computation waits for its turn.',
    phases: {
      reading: ({ done, total }: { done: number; total: number }) => `Reading: ${n(done, 'en')} of some ${n(total, 'en')} responses`,
      computing: () => 'Computing',
      writing: ({ done, total }: { done: number; total: number }) => `Writing: ${n(done, 'en')} of ${n(total, 'en')} tasks`,
    },
    progress: 'Computation',
    cancel: 'Cancel this computation',
    cancelled: 'The last computation was cancelled. What is shown is from the one before.',
    failed:
      'The last computation failed because of a defect of Canut. Its steward finds the cause in the log. The figures are those of the one before.',
    tooLarge: 'There are too many different labels for this method, as in free text. The majority is there instead.',
    compute: 'Compute again',
    computeFirst: 'Compute the results',
    method: {
      label: 'Method',
      choose: 'Use this method',
      hint: 'Another method is another way to weigh the same responses. Nothing that is paid depends on it.',
      by: ({ method }: { method: string }) => `Method: ${method}`,
      chosen: ({ method }: { method: string }) => `Method: ${method}, chosen by comparison`,
    },
    whyAuto: 'Why this one',
    reason: 'What the comparison found:',
    all: 'What each method does',
    parameters: 'Parameters',
    version: ({ version, seconds }: { version: string; seconds: string }) => `Canut ${version}; the method took ${seconds} s.`,
    done: 'A new computation was asked for.',
    doneMethod: 'The method was changed; a new computation was asked for.',
    doneCancelled: 'The computation was cancelled. The results stay as they were.',
  },
  fr: {
    title: 'Comment les réponses deviennent une seule',
    none: 'Les résultats n’ont pas encore été calculés.',
    noneWhy:
      'La majorité ci-dessous est comptée sur les réponses telles qu’elles sont à cet instant ; toute autre méthode demande un calcul sur tout le lot.',
    never:
      'Les réponses à ce genre de tâche ne deviennent jamais une seule : chacune est un résultat, et toutes sont dans les fichiers ci-dessous.',
    asOf: ({ time, responses }) =>
      `Du ${time}, sur ${n(responses, 'fr')} ${plural('fr', responses, { one: 'réponse', other: 'réponses' })}.`,
    running: 'Un nouveau calcul est en cours. Cette page le montre dès qu’il est terminé.',
    waiting: 'Un nouveau calcul attend son tour.',
    phases: {
      reading: ({ done, total }) => `Lecture : ${n(done, 'fr')} réponses sur environ ${n(total, 'fr')}`,
      computing: () => 'Calcul',
      writing: ({ done, total }) => `Écriture : ${n(done, 'fr')} tâches sur ${n(total, 'fr')}`,
    },
    progress: 'Calcul',
    cancel: 'Annuler ce calcul',
    cancelled: 'Le dernier calcul a été annulé. Ce qui est montré vient du calcul d’avant.',
    failed:
      'Le dernier calcul a échoué à cause d’un défaut de Canut. L’intendance en trouve la cause dans le journal. Les chiffres sont ceux du calcul d’avant.',
    tooLarge: 'Il y a trop d’étiquettes différentes pour cette méthode, comme dans du texte libre. La majorité est là à sa place.',
    compute: 'Calculer de nouveau',
    computeFirst: 'Calculer les résultats',
    method: {
      label: 'Méthode',
      choose: 'Prendre cette méthode',
      hint: 'Une autre méthode est une autre façon de peser les mêmes réponses. Rien de ce qui est payé n’en dépend.',
      by: ({ method }) => `Méthode : ${method}`,
      chosen: ({ method }) => `Méthode : ${method}, choisie par comparaison`,
    },
    whyAuto: 'Pourquoi celle-ci',
    reason: 'Ce que la comparaison a trouvé :',
    all: 'Ce que fait chaque méthode',
    parameters: 'Paramètres',
    version: ({ version, seconds }) => `Canut ${version} ; la méthode a pris ${seconds} s.`,
    done: 'Un nouveau calcul est demandé.',
    doneMethod: 'La méthode est changée ; un nouveau calcul est demandé.',
    doneCancelled: 'Le calcul est annulé. Les résultats restent comme ils étaient.',
  },
})
