import { catalogue, formatDuration, formatInstant, plural, type Locale } from '../platform/i18n/index.ts'

interface Held {
  heldByOthers: number
  nextFreeAt: Date | null
}

interface Share {
  receivedSeconds: number
  shareSeconds: number
  askedSeconds: number
  claims: number
}

interface Pause {
  by?: 'organisation' | 'steward'
  at?: Date
}

const time = (seconds: number, locale: Locale) => formatDuration(Math.round(seconds), locale)

/** Why there is no task: `empty` of one batch, `brought` of all that Canut could bring. */
export const messages = catalogue({
  en: {
    empty: {
      paused: ({ by, at }: Pause) =>
        `${by === 'steward' ? 'The stewards paused' : 'The organisation paused'} this batch${at === undefined ? '' : ` on ${formatInstant(at, 'en')}`}. Nothing you did is lost. It goes on when they open it again.`,
      closed: 'This batch is closed: it takes no more responses.',
      not_published: 'This batch is not published yet.',
      share_used: ({ max }: { max: number }) =>
        `You did ${max} ${plural('en', max, { one: 'task', other: 'tasks' })} of this batch, the most that one person may do, so that responses come from several people.`,
      not_accepted: ({ categories }: { categories: string }) =>
        `This work may show: ${categories}. You have not accepted to see it. You can choose what you accept under “Content that may hurt”.`,
      exposure_used: ({ max }: { max: number }) =>
        `You have had ${max} ${plural('en', max, { one: 'task', other: 'tasks' })} with content that may hurt today, the limit that you set. It begins anew tomorrow (UTC).`,
      not_asked: ({ claims }: Share) =>
        `People asked for more of this work than there is, so it is shared among the ${claims} who asked. You have asked for nothing this week: say how many hours you want, and you get your share.`,
      kept_for_others: ({ claims }: { claims: number }) =>
        `People asked for more of this work than there is. Of the ${claims} who want it, it is kept for those who can do nothing else this week; your share is made of other work.`,
      not_counted:
        'People asked for more of this work than there is, so it is shared. Your share is counted within a minute of opening a sitting; until then the work is for those who have one.',
      share_for_now: ({ receivedSeconds, shareSeconds, askedSeconds, claims }: Share) =>
        `Your share for now is used: people asked for more of this work than there is. You asked for ${time(askedSeconds, 'en')} this week; ` +
        `of what there is now, ${time(shareSeconds, 'en')} are for you, shared with ${claims} ${plural('en', claims, { one: 'person', other: 'people' })} in all, and you have had ${time(receivedSeconds, 'en')}. ` +
        'Your share grows when new work is published or others leave theirs; on Monday a new week begins.',
      all_taken: ({ heldByOthers, nextFreeAt }: Held) =>
        `Every task is in somebody’s hands: ${heldByOthers} ${plural('en', heldByOthers, { one: 'task is', other: 'tasks are' })} being done.` +
        (nextFreeAt === null ? '' : ` The next may come free at ${formatInstant(nextFreeAt, 'en')}.`),
      all_seen: 'You did or skipped every task that is still open here. The rest is for other people.',
      all_done: 'All tasks of this batch have their responses.',
      no_sitting: 'You have no open sitting. Canut brings tasks only while one is open.',
      no_subscription: 'You have not asked Canut to bring you work yet.',
      nothing_matches: 'No open batch is what you asked for at the moment. When one is published, it is brought to open sittings.',
    },
    brought: {
      all_taken: ({ nextFreeAt }: Held) =>
        'Every task that fits what you asked for is in somebody’s hands.' +
        (nextFreeAt === null ? '' : ` The next may come free at ${formatInstant(nextFreeAt, 'en')}.`),
      paused: 'The work that fits what you asked for is paused. Nothing you did is lost.',
      all_seen: 'You did or skipped every open task that fits what you asked for. The rest is for other people.',
      share_used: 'You did as many tasks as one person may in the batches that fit what you asked for.',
      all_done: 'All tasks that fit what you asked for have their responses.',
    },
  },
  fr: {
    empty: {
      paused: ({ by, at }: Pause) =>
        `${by === 'steward' ? 'L’intendance a mis ce lot en pause' : 'L’organisation a mis ce lot en pause'}${at === undefined ? '' : ` le ${formatInstant(at, 'fr')}`}. Rien de ce que vous avez fait n’est perdu. Le travail reprendra à la réouverture du lot.`,
      closed: 'Ce lot est clos : il ne prend plus de réponses.',
      not_published: 'Ce lot n’est pas encore publié.',
      share_used: ({ max }: { max: number }) =>
        `Vous avez fait ${max} ${plural('fr', max, { one: 'tâche', other: 'tâches' })} de ce lot, le maximum par personne, pour que les réponses viennent de plusieurs personnes.`,
      not_accepted: ({ categories }: { categories: string }) =>
        `Ce travail peut montrer : ${categories}. Vous n’avez pas accepté d’en voir. Vous choisissez ce que vous acceptez sous « Contenus qui peuvent heurter ».`,
      exposure_used: ({ max }: { max: number }) =>
        `Vous avez eu aujourd’hui ${max} ${plural('fr', max, { one: 'tâche', other: 'tâches' })} avec des contenus qui peuvent heurter, la limite que vous avez fixée. Elle recommence demain (UTC).`,
      not_asked: ({ claims }) =>
        `Il y a moins de ce travail que demandé : il est partagé entre les ${claims} personnes qui en ont demandé. Vous n’avez rien demandé cette semaine : dites combien d’heures vous voulez, et vous aurez votre part.`,
      kept_for_others: ({ claims }) =>
        `Il y a moins de ce travail que demandé. Parmi les ${claims} personnes qui en veulent, il est gardé pour celles qui ne peuvent rien faire d’autre cette semaine ; votre part se compose d’autre travail.`,
      not_counted:
        'Il y a moins de ce travail que demandé : il est partagé. Votre part est calculée dans la minute qui suit l’ouverture d’une séance ; d’ici là, le travail est pour celles et ceux qui en ont une.',
      share_for_now: ({ receivedSeconds, shareSeconds, askedSeconds, claims }: Share) =>
        `Votre part est utilisée pour le moment : il y a moins de ce travail que demandé. Vous avez demandé ${time(askedSeconds, 'fr')} cette semaine ; ` +
        `de ce qu’il y a maintenant, ${time(shareSeconds, 'fr')} sont pour vous, dans un partage entre ${claims} ${plural('fr', claims, { one: 'personne', other: 'personnes' })}, et vous avez reçu ${time(receivedSeconds, 'fr')}. ` +
        'Votre part augmente quand du travail est publié ou que d’autres laissent la leur ; lundi, une nouvelle semaine commence.',
      all_taken: ({ heldByOthers, nextFreeAt }: Held) =>
        `Toutes les tâches sont entre les mains de quelqu’un : ${heldByOthers} en cours.` +
        (nextFreeAt === null ? '' : ` La prochaine pourrait se libérer le ${formatInstant(nextFreeAt, 'fr')}.`),
      all_seen: 'Vous avez fait ou passé toutes les tâches encore ouvertes ici. Le reste est pour d’autres personnes.',
      all_done: 'Toutes les tâches de ce lot ont leurs réponses.',
      no_sitting: 'Vous n’avez pas de séance ouverte. Canut n’apporte des tâches que pendant une séance.',
      no_subscription: 'Vous n’avez pas encore demandé à Canut de vous apporter du travail.',
      nothing_matches:
        'Aucun lot ouvert ne correspond à votre demande en ce moment. Dès qu’un tel lot est publié, il est apporté aux séances ouvertes.',
    },
    brought: {
      all_taken: ({ nextFreeAt }: Held) =>
        'Toutes les tâches qui correspondent à votre demande sont entre les mains de quelqu’un.' +
        (nextFreeAt === null ? '' : ` La prochaine pourrait se libérer le ${formatInstant(nextFreeAt, 'fr')}.`),
      paused: 'Le travail qui correspond à votre demande est en pause. Rien de ce que vous avez fait n’est perdu.',
      all_seen:
        'Vous avez fait ou passé toutes les tâches ouvertes qui correspondent à votre demande. Le reste est pour d’autres personnes.',
      share_used: 'Vous avez fait autant de tâches qu’une personne le peut dans les lots qui correspondent à votre demande.',
      all_done: 'Toutes les tâches qui correspondent à votre demande ont leurs réponses.',
    },
  },
})
