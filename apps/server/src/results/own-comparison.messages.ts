import { catalogue, formatNumber, plural } from '../platform/i18n/index.ts'

const n = (count: number, locale: 'en' | 'fr') => formatNumber(count, locale, count % 1 === 0 ? 0 : 1)

export const messages = catalogue({
  en: {
    title: 'How my responses compare',
    why: 'Only you can see this, and nothing follows from it: not for pay, not for review, not for which tasks you get. It is computed when you open this page, and kept nowhere. It is here because you should know what could be known of your work, and where instructions may be read in more than one way.',
    whyMore:
      'The organisation receives all responses of the batch under pseudonyms, so it could compute a similar figure per pseudonym by itself. Canut shows it none.',
    agree: ({ agreed, compared }: { agreed: number; compared: number }) =>
      `Of ${n(compared, 'en')} ${plural('en', compared, { one: 'response of yours to a task', other: 'responses of yours to tasks' })} that at least two others answered as well, ${n(agreed, 'en')} ${plural('en', Math.ceil(agreed), { one: 'is', other: 'are' })} what the task is now held to be.`,
    own: 'Your own response had its part in each of these results, and results are not always right: a person who disagrees may be the one who is right.',
    share: 'Share that agrees',
    interval: ({ low, high }: { low: string; high: string }) => `somewhere between ${low} and ${high}`,
    intervalWhy: ({ compared }: { compared: number }) =>
      `With ${n(compared, 'en')} ${plural('en', compared, { one: 'task', other: 'tasks' })}, chance alone moves the share within this range nine times in ten.`,
    average: 'All responses to this batch',
    averageWhy:
      'The same share over the responses of everybody, yours included. It is shown from five people on, so that it tells of nobody in particular.',
    cannotTell: ({ compared }: { compared: number }) =>
      `With ${n(compared, 'en')} ${plural('en', compared, { one: 'task', other: 'tasks' })} we cannot tell you from the average.`,
    moreOften: 'Your responses agree more often than the average here; chance alone would hardly explain it.',
    lessOften:
      'Your responses agree less often than the average here; chance alone would hardly explain it. That may be because you read the instructions in another way, had harder tasks, or saw what others did not.',
    gold: 'Tasks with a known answer',
    goldValue: ({ right, tasks }: { right: number; tasks: number }) =>
      `${n(right, 'en')} of ${n(tasks, 'en')} ${plural('en', tasks, { one: 'task', other: 'tasks' })} the same as the known answer`,
    goldOpen: 'Known answers are told apart once the batch is closed; before, they would give away which tasks these are.',
    goldNone: 'You had no task with a known answer in this batch.',
    labels: 'By what the task is held to be',
    label: 'Held to be',
    tasks: 'Tasks',
    agreed: 'You said the same',
    range: 'Somewhere between',
    between: ({ low, high }: { low: string; high: string }) => `${low} and ${high}`,
    empty: 'Nothing to compare yet',
    emptyWhy: 'This needs a computation of the results, and tasks of yours that at least two others have answered as well.',
    latest: ({ count }: { count: number }) => `Only your latest ${n(count, 'en')} responses of the batch are looked at.`,
    toBatch: 'The batch',
    toHistory: 'What I did',
  },
  fr: {
    title: 'Comment mes réponses se comparent',
    why: 'Vous seul·e pouvez voir ceci, et rien n’en découle : ni pour la paie, ni pour la relecture, ni pour les tâches que vous recevez. C’est calculé quand vous ouvrez cette page, et gardé nulle part. C’est ici parce que vous devez savoir ce qui pourrait être su de votre travail, et où les consignes peuvent se lire de plusieurs façons.',
    whyMore:
      'L’organisation reçoit toutes les réponses du lot sous pseudonyme : elle pourrait calculer elle-même un chiffre semblable par pseudonyme. Canut ne lui en montre aucun.',
    agree: ({ agreed, compared }) =>
      `Sur ${n(compared, 'fr')} ${plural('fr', compared, { one: 'de vos réponses à une tâche', other: 'de vos réponses à des tâches' })} qu’au moins deux autres personnes ont faites aussi, ${n(agreed, 'fr')} ${plural('fr', Math.ceil(agreed), { one: 'est', other: 'sont' })} ce que la tâche est aujourd’hui tenue pour être.`,
    own: 'Votre propre réponse a eu sa part dans chacun de ces résultats, et les résultats ne sont pas toujours justes : qui n’est pas d’accord a peut-être raison.',
    share: 'Part en accord',
    interval: ({ low, high }) => `quelque part entre ${low} et ${high}`,
    intervalWhy: ({ compared }) =>
      `Avec ${n(compared, 'fr')} ${plural('fr', compared, { one: 'tâche', other: 'tâches' })}, le hasard seul fait bouger la part dans ces bornes neuf fois sur dix.`,
    average: 'Toutes les réponses à ce lot',
    averageWhy:
      'La même part sur les réponses de tout le monde, les vôtres comprises. Elle est montrée à partir de cinq personnes, pour ne parler de personne en particulier.',
    cannotTell: ({ compared }) =>
      `Avec ${n(compared, 'fr')} ${plural('fr', compared, { one: 'tâche', other: 'tâches' })}, on ne peut pas vous distinguer de la moyenne.`,
    moreOften: 'Vos réponses sont plus souvent en accord que la moyenne ici ; le hasard seul l’expliquerait mal.',
    lessOften:
      'Vos réponses sont moins souvent en accord que la moyenne ici ; le hasard seul l’expliquerait mal. Peut-être lisez-vous les consignes autrement, aviez-vous des tâches plus difficiles, ou avez-vous vu ce que d’autres n’ont pas vu.',
    gold: 'Tâches à réponse connue',
    goldValue: ({ right, tasks }) =>
      `${n(right, 'fr')} ${plural('fr', right, { one: 'tâche', other: 'tâches' })} sur ${n(tasks, 'fr')} avec la même réponse que celle qui est connue`,
    goldOpen: 'Les réponses connues sont distinguées une fois le lot clos ; avant, elles révéleraient quelles sont ces tâches.',
    goldNone: 'Vous n’avez eu aucune tâche à réponse connue dans ce lot.',
    labels: 'Selon ce que la tâche est tenue pour être',
    label: 'Tenue pour',
    tasks: 'Tâches',
    agreed: 'Vous avez dit de même',
    range: 'Quelque part entre',
    between: ({ low, high }) => `${low} et ${high}`,
    empty: 'Rien à comparer pour l’instant',
    emptyWhy: 'Il faut un calcul des résultats, et des tâches que vous et au moins deux autres personnes avez faites.',
    latest: ({ count }) => `Seules vos ${n(count, 'fr')} dernières réponses du lot sont regardées.`,
    toBatch: 'Le lot',
    toHistory: 'Ce que j’ai fait',
  },
})
