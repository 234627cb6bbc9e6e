import type { ReportReason } from '@canut/domain'
import { catalogue } from '../platform/i18n/index.ts'

type Reasons = Record<ReportReason, string>

export const messages = catalogue({
  en: {
    title: 'In hand and reports',
    pseudonyms:
      'Workers have a pseudonym in each batch, another one in every batch: it tells responses of one person apart and says nothing else.',
    leases: 'Tasks in somebody’s hands',
    leasesWhy: 'A task goes back to the others by itself when its time is over.',
    noLeases: 'Nobody holds a task of this batch now.',
    task: 'Task',
    worker: 'Worker',
    since: 'Since',
    until: 'Until',
    reports: 'Reports of workers',
    noReports: 'Nobody has reported a task of this batch.',
    reason: 'Reason',
    reasons: {
      broken: 'does not load or work',
      unclear: 'unclear',
      content: 'content that was not announced',
      wrong_language: 'another language',
      other: 'other',
    } satisfies Reasons as Reasons & Record<string, string>,
    reported: ({ worker, time }: { worker: string; time: string }) => `${worker}, ${time}`,
    taskNumber: ({ number }: { number: string }) => `Task ${number}`,
    see: 'See the task',
    answer: 'Your answer',
    answerHint: 'The worker sees it in their history.',
    answered: ({ who, time }: { who: string; time: string }) => `Answered by ${who}, ${time}`,
    send: 'Send the answer',
    change: 'Change the answer',
    done: 'The answer is sent.',
  },
  fr: {
    title: 'En main et signalements',
    pseudonyms:
      'Chaque travailleur a un pseudonyme par lot, différent dans chaque lot : il distingue les réponses d’une même personne et ne dit rien d’autre.',
    leases: 'Tâches en main',
    leasesWhy: 'Une tâche revient d’elle-même aux autres quand son temps est écoulé.',
    noLeases: 'Personne n’a de tâche de ce lot en main en ce moment.',
    task: 'Tâche',
    worker: 'Travailleur',
    since: 'Depuis',
    until: 'Jusqu’à',
    reports: 'Signalements',
    noReports: 'Personne n’a signalé de tâche de ce lot.',
    reason: 'Motif',
    reasons: {
      broken: 'ne s’affiche pas ou ne marche pas',
      unclear: 'pas clair',
      content: 'contenu qui n’était pas annoncé',
      wrong_language: 'autre langue',
      other: 'autre',
    },
    reported: ({ worker, time }) => `${worker}, ${time}`,
    taskNumber: ({ number }) => `Tâche ${number}`,
    see: 'Voir la tâche',
    answer: 'Votre réponse',
    answerHint: 'La personne la voit dans son historique.',
    answered: ({ who, time }) => `Réponse de ${who}, ${time}`,
    send: 'Envoyer la réponse',
    change: 'Modifier la réponse',
    done: 'La réponse est envoyée.',
  },
})
