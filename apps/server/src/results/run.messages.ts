import { catalogue, formatNumber, plural, type Locale } from '../platform/i18n/index.ts'

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
    names: {
      auto: 'Chosen by comparison (auto)',
      'majority-vote': 'Majority',
      'dawid-skene': 'Dawid–Skene',
      'one-coin': 'One figure per person',
      'one-coin-dawid-skene': 'One figure per person',
      'hierarchical-dawid-skene': 'Dawid–Skene with what people have in common',
      'sampled-dawid-skene': 'Dawid–Skene for few responses',
      'ordinal-dawid-skene': 'Dawid–Skene for a scale',
      ebcc: 'Errors that people share (EBCC)',
      adjudicated: 'Settled by a person',
    },
    what: {
      auto: 'Part of the responses is held back; the method that foresees them best from the others is used, and the simplest one where that makes no difference.',
      'majority-vote': 'The label that most people gave. A tie is reported, never broken.',
      'dawid-skene': 'Weighs each person by which labels they take for which, learnt from how all of them agree.',
      'one-coin-dawid-skene': 'Weighs each person by a single figure: how often they agree with what is held to be right.',
      'hierarchical-dawid-skene':
        'As Dawid–Skene; of people who gave few responses it assumes what is usual here, so that chance does not decide their weight.',
      'sampled-dawid-skene':
        'As Dawid–Skene; it goes through many ways in which the responses may have come about, so that what few responses leave open stays open.',
      'ordinal-dawid-skene': 'As Dawid–Skene, for labels that are steps of a scale: near is less wrong than far.',
      ebcc: 'As Dawid–Skene; it also sees errors that many people make together, and does not count them as so many proofs.',
    },
    whyAuto: 'Why this one',
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
    names: {
      auto: 'Choisie par comparaison (auto)',
      'majority-vote': 'Majorité',
      'dawid-skene': 'Dawid–Skene',
      'one-coin': 'Un seul chiffre par personne',
      'one-coin-dawid-skene': 'Un seul chiffre par personne',
      'hierarchical-dawid-skene': 'Dawid–Skene avec ce que les personnes ont en commun',
      'sampled-dawid-skene': 'Dawid–Skene pour peu de réponses',
      'ordinal-dawid-skene': 'Dawid–Skene pour une échelle',
      ebcc: 'Erreurs partagées (EBCC)',
      adjudicated: 'Tranché par une personne',
    },
    what: {
      auto: 'Une partie des réponses est mise de côté ; la méthode qui les prévoit le mieux d’après les autres est prise, et la plus simple là où cela ne change rien.',
      'majority-vote': 'L’étiquette que le plus de personnes ont donnée. Une égalité est signalée, jamais tranchée.',
      'dawid-skene': 'Pèse chaque personne selon les étiquettes qu’elle prend l’une pour l’autre, apprises des accords entre toutes.',
      'one-coin-dawid-skene': 'Pèse chaque personne par un seul chiffre : combien de fois elle s’accorde avec ce qui est tenu pour juste.',
      'hierarchical-dawid-skene':
        'Comme Dawid–Skene ; de qui a donné peu de réponses, elle suppose ce qui est habituel ici, pour que le hasard ne décide pas de son poids.',
      'sampled-dawid-skene':
        'Comme Dawid–Skene ; elle parcourt de nombreuses façons dont les réponses ont pu naître, pour que ce que peu de réponses laissent ouvert le reste.',
      'ordinal-dawid-skene': 'Comme Dawid–Skene, pour des étiquettes qui sont les degrés d’une échelle : près est moins faux que loin.',
      ebcc: 'Comme Dawid–Skene ; elle voit aussi les erreurs que beaucoup font ensemble, et ne les compte pas comme autant de preuves.',
    },
    whyAuto: 'Pourquoi celle-ci',
    parameters: 'Paramètres',
    version: ({ version, seconds }) => `Canut ${version} ; la méthode a pris ${seconds} s.`,
    done: 'Un nouveau calcul est demandé.',
    doneMethod: 'La méthode est changée ; un nouveau calcul est demandé.',
    doneCancelled: 'Le calcul est annulé. Les résultats restent comme ils étaient.',
  },
})

function lookUp(words: Readonly<Record<string, string>>, method: string): string | null {
  return words[method] ?? null
}

/** What a method does, in a sentence; null for one that has none here. */
export function sentenceOfMethod(method: string, locale: Locale): string | null {
  return lookUp(messages[locale].what, method)
}

/** A method in words; one that has none here goes by the name that its task type gives it. */
export function nameOfMethod(method: string, locale: Locale): string {
  return lookUp(messages[locale].names, method) ?? method
}
