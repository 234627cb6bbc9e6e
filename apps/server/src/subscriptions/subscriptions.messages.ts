import { catalogue, formatDuration, formatInstant, plural, type Locale } from '../platform/i18n/index.ts'

const time = (seconds: number, locale: Locale) => formatDuration(Math.round(seconds), locale)
/** A share from ten minutes on is said in whole minutes, downwards. */
const share = (seconds: number, locale: Locale) => time(seconds < 600 ? seconds : Math.floor(seconds / 60) * 60, locale)
const had = (seconds: number) => (seconds === 0 ? 'You have had none yet.' : `You have had ${time(seconds, 'en')}.`)
const hadInFrench = (seconds: number) => (seconds === 0 ? 'Vous n’en avez pas encore reçu.' : `Vous avez reçu ${time(seconds, 'fr')}.`)

interface Share {
  asked: number
  share: number
  received: number
  claims: number
}

export const messages = catalogue({
  en: {
    section: {
      title: 'Work brought to you',
      lead: 'Say once which work you want and how many hours a week. Then open a sitting when you have time: tasks come to you, one after the other. You need not look for them or be quick.',
      ask: 'Say what you want',
      change: 'Change what you ask for',
      begin: 'Open a sitting',
      end: 'Close the sitting',
      start: 'Start',
      asked: 'You ask for:',
      hours: ({ seconds }: { seconds: number }) => `${time(seconds, 'en')} a week`,
      noHours: 'no hours for now',
      any: 'any kind of work',
      anyLanguage: 'any language',
      anyProject: 'any project',
      projects: ({ count }: { count: number }) => `${count} ${plural('en', count, { one: 'project', other: 'projects' })}`,
      openSince: ({ at }: { at: Date }) => `Your sitting has been open since ${formatInstant(at, 'en')}.`,
      ends: ({ minutes }: { minutes: string }) => `It ends by itself after ${minutes} minutes without a request from you.`,
      privacy:
        'Outside of an open sitting, and of the tasks that you take, nothing about you is recorded. Closing the sitting deletes it; tasks in hand stay yours until their time is over.',
    },
    share: {
      none: 'You ask for no hours now, so you are not counted in the sharing.',
      uncounted: ({ asked, received }: { asked: number; received: number }) =>
        `You asked for ${time(asked, 'en')} this week. You are counted from when you open a sitting; your share is known half a minute later. ${had(received)}`,
      counting: ({ asked, received }: { asked: number; received: number }) =>
        `You asked for ${time(asked, 'en')} this week. Your share is known within half a minute. ${had(received)}`,
      enough: ({ asked, received }: { asked: number; received: number }) =>
        `You asked for ${time(asked, 'en')} this week, and there is enough work for that. ${had(received)}`,
      scarce: ({ asked, share: part, received, claims }: Share) =>
        `You asked for ${time(asked, 'en')} this week; there ${claims === 1 ? `are ${share(part, 'en')}, and nobody else asks now` : `are ${share(part, 'en')} for each of those who can do this work and asked for that much`}. ${had(received)}`,
      how: 'How this is shared',
      rule: 'When there is less work than was asked for, the hours are levelled: everybody gets as much as the others, nobody more than they asked for. It does not matter who is first, how fast somebody works, or what became of earlier responses.',
      inputs: ({ claims, received, asked }: { claims: number; received: number; asked: number }) =>
        `What goes into it: the hours you asked for (${time(asked, 'en')}), what you have had since Monday at the estimated time of each task, tasks in hand included (${time(received, 'en')}), the kinds of work you chose, the same of the others, ${claims} ${plural('en', claims, { one: 'person', other: 'people' })} in all, and the work that is left.`,
      counted: ({ at }: { at: Date }) => `Last counted on ${formatInstant(at, 'en')}.`,
      rules: 'The whole rule and its numbers',
    },
    form: {
      title: 'The work you want',
      lead: 'Canut brings you work of these kinds while a sitting of yours is open. You can change this at any time; nothing follows from asking for less.',
      hours: 'Hours a week',
      hoursHint: 'From 0 to 80, such as 6 or 2.5. When work is short, it is shared by these hours, and nobody gets more than they ask for.',
      hoursWrong: ({ typed }: { typed: string }) => `Write a number of hours, such as 6 or 2.5. You wrote “${typed}”.`,
      taskTypes: 'Kinds of task',
      languages: 'Languages',
      projects: 'Projects',
      anyHint: 'No box ticked means any.',
      languagesHint: 'No box ticked means any. Tasks that need no language always fit.',
      for: ({ client }: { client: string }) => `for ${client}`,
      save: 'Save',
      remove: 'Ask for nothing any more',
      removeHint: 'This closes your sitting and deletes what you asked for.',
      back: 'Back to the list of work',
    },
    done: {
      subscribed: 'Saved. It counts in the sharing within half a minute of an open sitting.',
      unsubscribed: 'Nothing is brought to you any more.',
      opened: 'Your sitting is open.',
      closed: 'Your sitting is closed. Nothing is recorded any more.',
    },
    next: {
      title: 'Next task',
      lookTitle: 'Your sitting is open',
      look: 'Bring me a task',
      lookWhy: 'The next task that fits what you asked for is brought when you start.',
      emptyTitle: 'Nothing for you right now',
      again: 'Look again',
      byItself:
        'While you see this page, it looks again every half minute. Nothing is lost by leaving it: what comes meanwhile goes to others in turn, and your share stays yours.',
      ready: 'A task is there for you. It is kept for you for a while.',
      go: 'Go to the task',
      looked: ({ sentence }: { sentence: string }) => `Looked again. ${sentence}`,
      toWork: 'Choose a batch yourself',
    },
    effect: {
      title: 'When it may be finished',
      what: 'Before you narrow who may do this batch: how many people ask for such work, and what your settings change. The days are the earliest possible, as if these people did no other work.',
      nobody: 'Nobody has subscribed yet, so no estimate can be made. People may still choose the batch themselves.',
      noTasks: 'The batch has no tasks yet, so the days cannot be estimated.',
      columns: { setting: 'Setting', people: 'People', hours: 'Hours a week', days: 'Days at the earliest' },
      rows: {
        now: 'As it is set',
        no_limit: 'Without a most per person',
        any_language: 'In any language',
        first: 'Brought first of your batches (priority 5)',
      },
      tooFew: ({ needed }: { needed: string }) => `not finished: ${needed} people needed`,
      ahead: ({ seconds }: { seconds: number }) =>
        `${time(seconds, 'en')} of work of your other batches are brought before this one. Priority orders your own batches only; it never puts you before another organisation.`,
      why: 'People whose request fits, who asked for some hours, and who asked or had a sitting in the last four weeks. Each does a seventh of their weekly hours a day, first of your batches that come before, and no task twice.',
    },
  },
  fr: {
    section: {
      title: 'Du travail apporté',
      lead: 'Dites une fois quel travail vous voulez et combien d’heures par semaine. Ouvrez ensuite une séance quand vous avez le temps : les tâches viennent à vous, l’une après l’autre. Inutile de les chercher ou de vous presser.',
      ask: 'Dire ce que vous voulez',
      change: 'Changer votre demande',
      begin: 'Ouvrir une séance',
      end: 'Fermer la séance',
      start: 'Commencer',
      asked: 'Vous demandez :',
      hours: ({ seconds }) => `${time(seconds, 'fr')} par semaine`,
      noHours: 'aucune heure pour le moment',
      any: 'tout type de travail',
      anyLanguage: 'toutes les langues',
      anyProject: 'tous les projets',
      projects: ({ count }) => `${count} ${plural('fr', count, { one: 'projet', other: 'projets' })}`,
      openSince: ({ at }) => `Votre séance est ouverte depuis le ${formatInstant(at, 'fr')}.`,
      ends: ({ minutes }) => `Elle se termine d’elle-même après ${minutes} minutes sans demande de votre part.`,
      privacy:
        'En dehors d’une séance ouverte, et des tâches que vous prenez, rien n’est enregistré sur vous. Fermer la séance l’efface ; les tâches en main restent à vous jusqu’à la fin de leur délai.',
    },
    share: {
      none: 'Vous ne demandez aucune heure en ce moment : vous n’êtes pas dans le partage.',
      uncounted: ({ asked, received }) =>
        `Vous avez demandé ${time(asked, 'fr')} cette semaine. Votre demande compte dès que vous ouvrez une séance ; votre part est connue une demi-minute plus tard. ${hadInFrench(received)}`,
      counting: ({ asked, received }) =>
        `Vous avez demandé ${time(asked, 'fr')} cette semaine. Votre part est connue d’ici une demi-minute. ${hadInFrench(received)}`,
      enough: ({ asked, received }) =>
        `Vous avez demandé ${time(asked, 'fr')} cette semaine, et il y a assez de travail pour cela. ${hadInFrench(received)}`,
      scarce: ({ asked, share: part, received, claims }) =>
        `Vous avez demandé ${time(asked, 'fr')} cette semaine ; il y a ${share(part, 'fr')} ${claims === 1 ? 'de travail, et personne d’autre n’en demande en ce moment' : 'pour chacune des personnes qui peuvent faire ce travail et en ont demandé autant'}. ${hadInFrench(received)}`,
      how: 'Comment se fait ce partage',
      rule: 'Quand il y a moins de travail que demandé, les heures sont mises à niveau : chaque personne en reçoit autant que les autres, jamais plus que demandé. Peu importe qui arrive en premier, à quelle vitesse on travaille, et ce que sont devenues les réponses passées.',
      inputs: ({ claims, received, asked }) =>
        `Ce qui y entre : les heures que vous avez demandées (${time(asked, 'fr')}), ce que vous avez reçu depuis lundi à la durée estimée de chaque tâche, tâches en main comprises (${time(received, 'fr')}), les types de travail que vous avez choisis, la même chose pour les autres, soit ${claims} ${plural('fr', claims, { one: 'personne', other: 'personnes' })} en tout, et le travail qui reste.`,
      counted: ({ at }) => `Dernier calcul le ${formatInstant(at, 'fr')}.`,
      rules: 'La règle complète et ses nombres',
    },
    form: {
      title: 'Le travail que vous voulez',
      lead: 'Canut vous apporte du travail de ces types pendant vos séances. Vous pouvez changer cela à tout moment ; demander moins n’a aucune conséquence.',
      hours: 'Heures par semaine',
      hoursHint:
        'De 0 à 80, par exemple 6 ou 2,5. Quand le travail manque, il est partagé selon ces heures, et personne n’en reçoit plus que demandé.',
      hoursWrong: ({ typed }) => `Écrivez un nombre d’heures, par exemple 6 ou 2,5. Vous avez écrit « ${typed} ».`,
      taskTypes: 'Types de tâche',
      languages: 'Langues',
      projects: 'Projets',
      anyHint: 'Aucune case cochée : tous.',
      languagesHint: 'Aucune case cochée : toutes. Les tâches qui ne demandent aucune langue conviennent toujours.',
      for: ({ client }) => `pour ${client}`,
      save: 'Enregistrer',
      remove: 'Ne plus rien demander',
      removeHint: 'Cela ferme votre séance et efface votre demande.',
      back: 'Retour à la liste des travaux',
    },
    done: {
      subscribed: 'C’est enregistré. Cela compte dans le partage dans la demi-minute qui suit l’ouverture d’une séance.',
      unsubscribed: 'Plus rien ne vous est apporté.',
      opened: 'Votre séance est ouverte.',
      closed: 'Votre séance est fermée. Plus rien n’est enregistré.',
    },
    next: {
      title: 'Tâche suivante',
      lookTitle: 'Votre séance est ouverte',
      look: 'M’apporter une tâche',
      lookWhy: 'La prochaine tâche qui correspond à votre demande vient quand vous commencez.',
      emptyTitle: 'Rien pour vous en ce moment',
      again: 'Regarder de nouveau',
      byItself:
        'Tant que vous voyez cette page, elle regarde de nouveau toutes les demi-minutes. La quitter ne fait rien perdre : ce qui vient entre-temps va aux autres à leur tour, et votre part reste la vôtre.',
      ready: 'Une tâche est là pour vous. Elle vous est gardée un moment.',
      go: 'Aller à la tâche',
      looked: ({ sentence }) => `Regardé de nouveau. ${sentence}`,
      toWork: 'Choisir un lot vous-même',
    },
    effect: {
      title: 'Quand il pourrait être terminé',
      what: 'Avant de restreindre qui peut faire ce lot : combien de personnes demandent un tel travail, et ce que vos réglages changent. Les jours sont au plus tôt, comme si ces personnes ne faisaient aucun autre travail.',
      nobody:
        'Personne ne s’est encore inscrit pour en recevoir : aucune estimation n’est possible. Des personnes peuvent toujours choisir le lot elles-mêmes.',
      noTasks: 'Le lot n’a pas encore de tâches : les jours ne peuvent pas être estimés.',
      columns: { setting: 'Réglage', people: 'Personnes', hours: 'Heures par semaine', days: 'Jours au plus tôt' },
      rows: {
        now: 'Tel qu’il est réglé',
        no_limit: 'Sans maximum par personne',
        any_language: 'Dans toutes les langues',
        first: 'Apporté avant vos autres lots (priorité 5)',
      },
      tooFew: ({ needed }) => `pas terminé : il faut ${needed} personnes`,
      ahead: ({ seconds }) =>
        `${time(seconds, 'fr')} de travail de vos autres lots sont apportées avant celui-ci. La priorité n’ordonne que vos propres lots ; elle ne vous fait jamais passer avant une autre organisation.`,
      why: 'Les personnes dont la demande correspond, qui ont demandé des heures, et qui ont fait leur demande ou ouvert une séance dans les quatre dernières semaines. Chacune fait par jour un septième de ses heures, d’abord dans ceux de vos lots qui passent avant, et aucune tâche deux fois.',
    },
  },
})
