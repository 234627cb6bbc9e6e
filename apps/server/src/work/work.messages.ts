import { catalogue, formatInstant, plural } from '../platform/i18n/index.ts'

export const messages = catalogue({
  en: {
    empty: {
      paused: 'The organisation paused this batch. Nothing you did is lost.',
      closed: 'This batch is closed: it takes no more responses.',
      not_published: 'This batch is not published yet.',
      share_used: ({ max }: { max: number }) =>
        `You did ${max} tasks of this batch, the most that one person may do, so that responses come from several people.`,
      all_taken: ({ heldByOthers, nextFreeAt }: { heldByOthers: number; nextFreeAt: Date | null }) =>
        `Every task is in somebody’s hands: ${heldByOthers} ${plural('en', heldByOthers, { one: 'task is', other: 'tasks are' })} being done.` +
        (nextFreeAt === null ? '' : ` The next may come free at ${formatInstant(nextFreeAt, 'en')}.`),
      all_seen: 'You did or skipped every task that is still open here. The rest is for other people.',
      all_done: 'All tasks of this batch have their responses.',
    },
  },
  fr: {
    empty: {
      paused: 'L’organisation a mis ce lot en pause. Rien de ce que vous avez fait n’est perdu.',
      closed: 'Ce lot est clos : il ne prend plus de réponses.',
      not_published: 'Ce lot n’est pas encore publié.',
      share_used: ({ max }: { max: number }) =>
        `Vous avez fait ${max} tâches de ce lot, le maximum par personne, pour que les réponses viennent de plusieurs personnes.`,
      all_taken: ({ heldByOthers, nextFreeAt }: { heldByOthers: number; nextFreeAt: Date | null }) =>
        `Toutes les tâches sont entre les mains de quelqu’un : ${heldByOthers} en cours.` +
        (nextFreeAt === null ? '' : ` La prochaine pourrait se libérer le ${formatInstant(nextFreeAt, 'fr')}.`),
      all_seen: 'Vous avez fait ou passé toutes les tâches encore ouvertes ici. Le reste est pour d’autres personnes.',
      all_done: 'Toutes les tâches de ce lot ont leurs réponses.',
    },
  },
})
