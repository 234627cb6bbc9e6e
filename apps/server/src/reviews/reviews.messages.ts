import { catalogue, formatNumber, plural } from '../platform/i18n/index.ts'
import { rejectionReasons } from '../work/index.ts'

const n = (count: number, locale: 'en' | 'fr') => formatNumber(count, locale, 0)

export const messages = catalogue({
  en: {
    title: 'Review',
    lead: 'A response that is approved is paid at once. Silence approves: a response that nobody decided on by its deadline is approved and paid. Each worker has a pseudonym, which is another one in every batch.',
    states: { submitted: 'To review', approved: 'Approved', rejected: 'Rejected' },
    views: 'Responses by state',
    empty: {
      submitted: 'Nothing waits for a review',
      submittedWhy: 'New responses appear here as they are submitted. Those that nobody decides on are approved at their deadline.',
      approved: 'Nothing was approved yet',
      approvedWhy: 'Responses appear here once you or the deadline approved them.',
      rejected: 'Nothing was rejected',
      rejectedWhy: 'Rejected responses appear here with their grounds.',
    },
    many: {
      title: 'Approve several',
      waiting: ({ count }: { count: number }) =>
        `${n(count, 'en')} ${plural('en', count, { one: 'response waits', other: 'responses wait' })} for a review.`,
      selected: 'Approve the selected ones',
      page: ({ count }: { count: number }) => `Approve the ${n(count, 'en')} on this page`,
      majority: 'Approve all that agree with the majority',
      majorityWhy:
        'Every response whose label is the one that most people gave for the task. Tasks with one response, and ties, are left for you.',
      lastRun: 'Approve all that agree with the results',
      lastRunWhy:
        'Every response whose label is the one that the last computation of the results found. Tasks with one response are left for you.',
      all: 'Approve everything',
      allWhy: ({ count, amount }: { count: number; amount: string }) =>
        `${n(count, 'en')} ${plural('en', count, { one: 'response', other: 'responses' })}: ${amount} with the fee, out of what was set aside. This cannot be undone.`,
      more: 'More ways to approve',
    },
    progress: {
      label: 'Approving',
      text: ({ examined, waiting, approved }: { examined: number; waiting: number; approved: number }) =>
        `${n(examined, 'en')} of ${n(waiting, 'en')} looked at, ${n(approved, 'en')} approved. You can leave this page; it goes on.`,
      lookAgain: 'Look again',
    },
    row: {
      select: ({ task, worker }: { task: string; worker: string }) => `Select task ${task}, ${worker}`,
      task: ({ task }: { task: string }) => `Task ${task}`,
      origin: 'Where it came from',
      response: 'Response',
      noResponse: 'Nothing was entered.',
      silence: ({ time }: { time: string }) => `Silence approves on ${time}.`,
      silenceNow: 'The deadline has passed: silence approves this response, and it is about to be paid.',
      worked: ({ time }: { time: string }) => `${time} of work`,
      known: 'Known answer',
      same: 'the same',
      other: 'something else',
      others: 'Others on this task',
      noOthers: 'Nobody else has answered this task yet.',
      approve: 'Approve',
      reject: 'Reject …',
      decided: {
        person: ({ time }: { time: string }) => `Decided by a person on ${time}.`,
        agreement: ({ time }: { time: string }) => `Approved with all that agreed, on ${time}.`,
        silence: ({ time }: { time: string }) => `Approved by silence on ${time}.`,
        surplus: ({ time }: { time: string }) => `Late, kept aside and paid on ${time}.`,
      },
      rejectedFor: 'Line that was not followed',
      version: ({ version }: { version: number }) => `Instructions, version ${version}`,
    },
    reject: {
      lead: 'The worker reads all of this. The task is offered to somebody else while the batch is open; the money stays set aside.',
      reason: 'Reason',
      choose: 'Choose a reason',
      reasons: rejectionReasons.en,
      line: 'Line of the instructions that was not followed',
      lineHint: ({ version }: { version: number }) => `As this worker saw them: version ${version}.`,
      chooseLine: 'Choose a line',
      copyLine: 'Copy the whole line from the instructions.',
      explanation: 'Explanation',
      explanationHint: 'What is wrong, in words that help. At least 10 characters.',
      submit: 'Reject this response',
    },
    done: {
      approved: ({ count }: { count: number }) =>
        count === 0
          ? 'Nothing was approved: what you chose was decided before, or nothing agrees.'
          : `${n(count, 'en')} ${plural('en', count, { one: 'response is', other: 'responses are' })} approved and paid.`,
      rejected: 'The response is rejected. The worker sees why.',
      nothingSelected: 'Nothing was selected.',
    },
  },
  fr: {
    title: 'Relecture',
    lead: 'Une réponse acceptée est payée aussitôt. Le silence accepte : une réponse sur laquelle personne n’a décidé à son échéance est acceptée et payée. Chaque personne a un pseudonyme, différent dans chaque lot.',
    states: { submitted: 'À relire', approved: 'Acceptées', rejected: 'Refusées' },
    views: 'Réponses par état',
    empty: {
      submitted: 'Rien n’attend de relecture',
      submittedWhy:
        'Les nouvelles réponses apparaissent ici à mesure qu’elles arrivent. Celles que personne ne relit sont acceptées à leur échéance.',
      approved: 'Rien n’a encore été accepté',
      approvedWhy: 'Les réponses apparaissent ici quand vous, ou l’échéance, les avez acceptées.',
      rejected: 'Rien n’a été refusé',
      rejectedWhy: 'Les réponses refusées apparaissent ici avec leurs motifs.',
    },
    many: {
      title: 'En accepter plusieurs',
      waiting: ({ count }) =>
        `${n(count, 'fr')} ${plural('fr', count, { one: 'réponse attend', other: 'réponses attendent' })} une relecture.`,
      selected: 'Accepter celles qui sont cochées',
      page: ({ count }) => `Accepter les ${n(count, 'fr')} de cette page`,
      majority: 'Accepter toutes celles qui suivent la majorité',
      majorityWhy:
        'Toute réponse dont l’étiquette est celle que le plus de personnes ont donnée pour la tâche. Les tâches à une seule réponse et les égalités vous sont laissées.',
      lastRun: 'Accepter toutes celles qui suivent les résultats',
      lastRunWhy:
        'Toute réponse dont l’étiquette est celle du dernier calcul des résultats. Les tâches à une seule réponse vous sont laissées.',
      all: 'Tout accepter',
      allWhy: ({ count, amount }) =>
        `${n(count, 'fr')} ${plural('fr', count, { one: 'réponse', other: 'réponses' })} : ${amount} frais compris, sur ce qui a été mis de côté. On ne peut pas revenir en arrière.`,
      more: 'Autres façons d’accepter',
    },
    progress: {
      label: 'Acceptation en cours',
      text: ({ examined, waiting, approved }) =>
        `${n(examined, 'fr')} sur ${n(waiting, 'fr')} examinées, ${n(approved, 'fr')} acceptées. Vous pouvez quitter cette page, cela continue.`,
      lookAgain: 'Regarder à nouveau',
    },
    row: {
      select: ({ task, worker }) => `Cocher la tâche ${task}, ${worker}`,
      task: ({ task }) => `Tâche ${task}`,
      origin: 'D’où elle vient',
      response: 'Réponse',
      noResponse: 'Rien n’a été saisi.',
      silence: ({ time }) => `Le silence accepte le ${time}.`,
      silenceNow: 'L’échéance est passée : le silence accepte cette réponse, qui va être payée.',
      worked: ({ time }) => `${time} de travail`,
      known: 'Réponse connue',
      same: 'la même',
      other: 'autre chose',
      others: 'Les autres sur cette tâche',
      noOthers: 'Personne d’autre n’a encore répondu à cette tâche.',
      approve: 'Accepter',
      reject: 'Refuser…',
      decided: {
        person: ({ time }) => `Décidé par une personne le ${time}.`,
        agreement: ({ time }) => `Acceptée avec toutes celles qui concordaient, le ${time}.`,
        silence: ({ time }) => `Acceptée par le silence le ${time}.`,
        surplus: ({ time }) => `En retard, mise à part et payée le ${time}.`,
      },
      rejectedFor: 'Ligne non suivie',
      version: ({ version }) => `Consignes, version ${version}`,
    },
    reject: {
      lead: 'La personne lit tout ceci. La tâche est proposée à quelqu’un d’autre tant que le lot est ouvert ; l’argent reste mis de côté.',
      reason: 'Motif',
      choose: 'Choisissez un motif',
      reasons: rejectionReasons.fr,
      line: 'Ligne des consignes qui n’a pas été suivie',
      lineHint: ({ version }) => `Telles que cette personne les a vues : version ${version}.`,
      chooseLine: 'Choisissez une ligne',
      copyLine: 'Copiez la ligne entière des consignes.',
      explanation: 'Explication',
      explanationHint: 'Ce qui ne va pas, avec des mots qui aident. 10 caractères au moins.',
      submit: 'Refuser cette réponse',
    },
    done: {
      approved: ({ count }) =>
        count === 0
          ? 'Rien n’a été accepté : ce que vous aviez choisi était déjà décidé, ou rien ne concorde.'
          : `${n(count, 'fr')} ${plural('fr', count, { one: 'réponse est acceptée et payée', other: 'réponses sont acceptées et payées' })}.`,
      rejected: 'La réponse est refusée. La personne voit pourquoi.',
      nothingSelected: 'Rien n’était coché.',
    },
  },
})
