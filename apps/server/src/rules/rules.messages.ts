import type { ParameterName } from '@canut/domain'
import { catalogue } from '../platform/i18n/index.ts'

/** `effect`: what it does to people */
type ParameterText = Readonly<Record<'name' | 'effect', string>>

/** A parameter without its words in both languages does not compile: no hidden rule. */
const en: Record<ParameterName, ParameterText> = {
  feePercent: {
    name: 'Fee of the co-operative',
    effect: 'Paid by the organisation on top of the price of each response. It is never taken from what a worker is paid.',
  },
  reservePercent: {
    name: 'Reserve of a batch',
    effect:
      'Set aside beyond the cost of a batch when it is published, to pay responses that arrive after a task has all it needs, and the time on tasks that are reported as broken. What is left is returned when the batch is closed.',
  },
  breakMinutesPerHour: {
    name: 'Paid break in an hour of work with content that may hurt',
    effect:
      'Whoever works on content that may hurt may take up to this much paid break in each hour of such work, whenever they like, at the hourly rate of the batch. The time really taken is paid; nothing else follows from it.',
  },
  leaseMinSeconds: {
    name: 'Shortest time a task is kept for you',
    effect: 'However short a task is, nobody else gets it before this time has passed. It is long so that nobody has to hurry.',
  },
  leaseEstimateFactor: {
    name: 'Time a task is kept, compared with its estimate',
    effect: 'A task is kept for you this many times as long as it is expected to take, and longer while you have it open.',
  },
  leaseMaxRenewals: {
    name: 'How often the time is renewed',
    effect:
      'While you have a task open, its time is renewed this many times. Afterwards others may get it too; what you submit late is paid as the line on late responses says.',
  },
  leasesHeldMax: {
    name: 'Tasks held at once',
    effect: 'How many tasks of all batches you can hold at the same time, so that nobody stores up work that others are waiting for.',
  },
  prefetchTasks: {
    name: 'Tasks loaded ahead',
    effect:
      'The next tasks are loaded while you work on one, so that you never wait for the network. They are free again for others after you stop.',
  },
  packetTasks: {
    name: 'Tasks in a packet',
    effect:
      'Recordings are loaded ahead in packets of this size, so that they can be made where there is no network. They are free again for others after you stop.',
  },
  latePaidMax: {
    name: 'Late responses paid in one batch',
    effect:
      'A response that comes after its time, when the task has all it needs, is paid and kept aside: so many for one person in one batch. Beyond that it is not taken in, and you are told at once.',
  },
  brokenPaidMax: {
    name: 'Reports of broken tasks paid in one batch in 24 hours',
    effect:
      'Whoever reports a task as broken is paid the time on it, at the hourly rate of the batch, at most the price of a response: so many times for one person in one batch in 24 hours, so that nobody lives on reports. Further reports are taken as well; that their time is not paid is said before they are sent.',
  },
  turnHours: {
    name: 'How long a sitting makes your request count',
    effect:
      'Whoever opened a sitting within this time, and asked for hours this week, is counted when work is shared. Afterwards their part goes to the others until they open another one; nothing else follows from it.',
  },
  sittingIdleMinutes: {
    name: 'A sitting ends by itself',
    effect: 'After so long without any request of yours, the sitting is closed, as if you had closed it. Open another one when you like.',
  },
  shareEverySeconds: {
    name: 'How often shares are counted',
    effect: 'Work that was published, done or given back, and hours that were asked for, count in shares after this time at the latest.',
  },
  undoResponses: {
    name: 'Responses you can change',
    effect: 'So many of your latest responses in a batch can be opened again and changed, until they are reviewed.',
  },
  reviewDaysMax: {
    name: 'Longest review period',
    effect:
      'No organisation can take longer than this to review a response. When its review period ends without a decision, the response is approved and paid.',
  },
}

const fr: Record<ParameterName, ParameterText> = {
  feePercent: {
    name: 'Frais de la coopérative',
    effect: 'Payés par l’organisation en plus du prix de chaque réponse. Ils ne sont jamais pris sur la paie d’une personne.',
  },
  reservePercent: {
    name: 'Réserve d’un lot',
    effect:
      'Mise de côté en plus du coût d’un lot à sa publication, pour payer les réponses qui arrivent quand la tâche a déjà tout ce qu’il lui faut, et le temps passé sur des tâches signalées comme cassées. Ce qui reste est rendu à la clôture du lot.',
  },
  breakMinutesPerHour: {
    name: 'Pause payée par heure de travail sur des contenus qui peuvent heurter',
    effect:
      'En travaillant sur des contenus qui peuvent heurter, vous pouvez prendre jusqu’à cette durée de pause payée par heure de ce travail, quand vous voulez, au taux horaire du lot. Le temps vraiment pris est payé ; rien d’autre n’en découle.',
  },
  leaseMinSeconds: {
    name: 'Durée minimale pendant laquelle une tâche vous est gardée',
    effect:
      'Si courte que soit une tâche, personne d’autre ne la reçoit avant ce délai. Il est long, pour que personne n’ait à se presser.',
  },
  leaseEstimateFactor: {
    name: 'Durée de garde d’une tâche, par rapport à son estimation',
    effect: 'Une tâche vous est gardée autant de fois la durée prévue, et plus longtemps tant que vous l’avez ouverte.',
  },
  leaseMaxRenewals: {
    name: 'Nombre de prolongations',
    effect:
      'Tant que vous avez une tâche ouverte, sa durée est prolongée autant de fois. Ensuite d’autres peuvent aussi la recevoir ; ce que vous envoyez en retard est payé comme le dit la ligne sur les réponses tardives.',
  },
  leasesHeldMax: {
    name: 'Tâches en main à la fois',
    effect:
      'Combien de tâches, tous lots confondus, vous pouvez avoir en main, pour que personne ne stocke le travail que d’autres attendent.',
  },
  prefetchTasks: {
    name: 'Tâches chargées d’avance',
    effect:
      'Les tâches suivantes se chargent pendant que vous travaillez, pour ne jamais attendre le réseau. Elles redeviennent libres pour les autres après votre départ.',
  },
  packetTasks: {
    name: 'Tâches d’un paquet',
    effect:
      'Les enregistrements se chargent d’avance par paquets de cette taille, pour pouvoir les faire là où il n’y a pas de réseau. Ils redeviennent libres pour les autres après votre départ.',
  },
  latePaidMax: {
    name: 'Réponses tardives payées dans un lot',
    effect:
      'Une réponse qui arrive après son temps, quand la tâche a tout ce qu’il lui faut, est payée et mise de côté : tant par personne et par lot. Au-delà elle n’est pas prise, et on vous le dit tout de suite.',
  },
  brokenPaidMax: {
    name: 'Signalements de tâches cassées payés dans un lot en 24 heures',
    effect:
      'Qui signale une tâche comme cassée est payé du temps passé dessus, au taux horaire du lot, au plus le prix d’une réponse : autant de fois pour une personne dans un lot en 24 heures, pour que personne ne vive de signalements. Les suivants sont pris aussi ; il est dit avant l’envoi que leur temps n’est pas payé.',
  },
  turnHours: {
    name: 'Combien de temps une séance fait compter votre demande',
    effect:
      'Toute personne qui a ouvert une séance depuis moins longtemps, et demandé des heures cette semaine, est comptée dans le partage. Ensuite sa part va aux autres, jusqu’à ce qu’elle ouvre une autre séance ; il n’en résulte rien d’autre.',
  },
  sittingIdleMinutes: {
    name: 'Une séance se termine d’elle-même',
    effect:
      'Après tout ce temps sans aucune demande de votre part, la séance est close, comme si vous l’aviez fermée. Vous en ouvrez une autre quand vous voulez.',
  },
  shareEverySeconds: {
    name: 'Fréquence du calcul des parts',
    effect: 'Le travail publié, fait ou rendu, et les heures demandées, comptent dans les parts au plus tard après ce délai.',
  },
  undoResponses: {
    name: 'Réponses que vous pouvez changer',
    effect: 'Autant de vos dernières réponses dans un lot peuvent être rouvertes et changées, jusqu’à leur relecture.',
  },
  reviewDaysMax: {
    name: 'Période de relecture la plus longue',
    effect:
      'Aucune organisation ne peut prendre plus de temps pour relire une réponse. Quand sa période de relecture se termine sans décision, la réponse est acceptée et payée.',
  },
}

export const messages = catalogue({
  en: {
    title: 'Rules',
    description: 'Every rule and number that the engine of this co-operative follows.',
    lead: 'Every number below is read by the engine from the same place as this page: what you see is what is applied. Persons have no score and no rank anywhere here.',
    numbers: 'The numbers',
    columns: { name: 'Rule', value: 'Value', effect: 'What it does', since: 'In force since' },
    beginning: 'the beginning',
    units: {
      percent: ({ value }: { value: string }) => `${value} %`,
      times: ({ value }: { value: string }) => `${value} times`,
      hours: ({ value }: { value: string }) => `${value} hours`,
      minutes: ({ value }: { value: string }) => `${value} minutes`,
      tasks: ({ value }: { value: string }) => `${value} tasks`,
      responses: ({ value }: { value: string }) => `${value} responses`,
    },
    words: 'How it works',
    dispatch: {
      title: 'Who gets a task',
      text1:
        'Whoever asks for work in a batch gets its next task that still needs responses and that they have not done. Tasks go out in the order of the file; one that was given back, or whose time has passed, goes behind those that are open already. Gold tasks, whose answer is known, are mixed in evenly, at places that chance decides. Nobody is preferred for who they are or how they worked before.',
      text2:
        'A task is kept for the person who opened it. Returning it, skipping it or letting the time pass costs nothing and is not counted. A response that comes late still counts if the task needs it; otherwise it is paid once and kept aside from the results.',
      text3:
        'Each task gets as many responses as the organisation asked for, never two from the same person. An organisation may set how many tasks one person can do in a batch; the page of the batch says so.',
      text4:
        'An organisation may choose that a task stops asking as soon as its answer is sure: at least so many responses, then another one only while those that came leave the answer in doubt. How probable the answer is follows from how far the responses of this batch agree (the method of Dawid and Skene, with one number for each person, which begins the same for all). That number weighs responses against each other in this one batch and decides only whether a task needs another response. No page shows it, it is deleted when the batch is closed, and it is never used for or against a person: not for who gets a task, not for review, not for pay.',
    },
    sharing: {
      title: 'How work is brought and shared',
      text1:
        'You may ask Canut to bring you work: which kinds, and how many hours this week. When you open a sitting, tasks come one after the other. Nothing is gained by looking often or by being first. Outside of an open sitting, and of the tasks that you take, nothing is recorded.',
      text2:
        'What goes into the sharing: the hours that each person asked for this week, what they have had since Monday (00:00, universal time) at the estimated time of each task, the kinds of work that they chose, and the work that is left. Nothing else: not how fast somebody is, nor their past responses, appeals or votes.',
      text3:
        'When there is enough work, nobody waits. When there is less than was asked for, the hours are levelled: everybody gets as much as the others, nobody more than they asked for, and what one does not want goes to the rest. A turn that is not taken passes on silently. Until then such work is kept for those who asked for it, also from people who open its batch themselves.',
      text4:
        'The batches are brought in this order: first work that there is enough of, so that scarce work is left to those who can do nothing else, then scarce work that your share is made of; then organisations in turn, first the one for which the fewest sittings work now; within one organisation by the priority that it set, then the oldest. A priority never puts one organisation before another.',
    },
    review: {
      title: 'How responses are reviewed',
      text1:
        'Staff of the organisation may approve a response or reject it. Only a person can reject, and signs it with a reason, the line of the instructions that was not followed, and an explanation, which the worker reads.',
      text2: 'When the review period of the batch ends without a decision, the response is approved. Silence pays.',
    },
    pay: {
      title: 'How pay works',
      text1:
        'The price is shown before you begin and does not change afterwards. The organisation sets the money of the whole batch aside before the first task is handed out: the price and the fee of every response, and a reserve.',
      text2:
        'Each approved response is paid once, in full. A late response that the task no longer needs is paid from the reserve, without a fee, and when the reserve is used up, from the commons of the co-operative. The time on a task that is reported as broken is paid in the same way, at the hourly rate of the batch.',
      text3:
        'Every payment is written twice, where it comes from and where it goes, and nothing written is ever changed. The stewards can have all of it recomputed at any time.',
    },
    rounding: {
      title: 'How amounts are rounded',
      text1: 'Amounts are kept in millionths of the currency unit, so the price of a response is never rounded.',
      text2:
        'The fee is rounded down to a millionth, once for each response: what is lost stays with the organisation. Hourly rates are rounded down to a cent and then marked ≈, so that no page promises more than is paid. Nothing else is rounded.',
    },
    parameters: en,
  },
  fr: {
    title: 'Règles',
    description: 'Toutes les règles et tous les nombres que suit le moteur de cette coopérative.',
    lead: 'Le moteur lit chaque nombre ci-dessous au même endroit que cette page : ce que vous voyez est ce qui s’applique. Nulle part les personnes n’ont de note ni de rang.',
    numbers: 'Les nombres',
    columns: { name: 'Règle', value: 'Valeur', effect: 'Ce qu’elle fait', since: 'En vigueur depuis' },
    beginning: 'le début',
    units: {
      percent: ({ value }) => `${value} %`,
      times: ({ value }) => `${value} fois`,
      hours: ({ value }) => `${value} heures`,
      minutes: ({ value }) => `${value} minutes`,
      tasks: ({ value }) => `${value} tâches`,
      responses: ({ value }) => `${value} réponses`,
    },
    words: 'Comment cela fonctionne',
    dispatch: {
      title: 'Qui reçoit une tâche',
      text1:
        'La personne qui demande du travail dans un lot reçoit la prochaine tâche qui attend encore des réponses et qu’elle n’a pas faite. Les tâches partent dans l’ordre du fichier ; une tâche rendue, ou dont le temps est passé, vient après celles qui sont déjà ouvertes. Les tâches témoins, dont la réponse est connue, sont mêlées aux autres de façon égale, à des places que le hasard décide. Personne n’est préféré pour ce qu’il est ou pour son travail passé.',
      text2:
        'Une tâche est gardée pour la personne qui l’a ouverte. La rendre, la passer ou laisser le temps s’écouler ne coûte rien et n’est pas compté. Une réponse tardive compte encore si la tâche en a besoin ; sinon elle est payée une fois et mise à part des résultats.',
      text3:
        'Chaque tâche reçoit autant de réponses que l’organisation en a demandé, jamais deux de la même personne. Une organisation peut limiter le nombre de tâches par personne dans un lot ; la page du lot le dit.',
      text4:
        'Une organisation peut choisir qu’une tâche cesse de demander dès que sa réponse est sûre : un plus petit nombre de réponses, puis une de plus seulement tant que celles qui sont venues laissent la réponse en doute. La probabilité de la réponse vient de l’accord entre les réponses de ce lot (la méthode de Dawid et Skene, avec un nombre par personne, le même pour toutes au départ). Ce nombre pèse les réponses les unes par rapport aux autres dans ce seul lot, et décide seulement si une tâche a besoin d’une réponse de plus. Aucune page ne le montre, il est effacé à la clôture du lot, et il ne sert jamais pour ou contre une personne : ni pour donner une tâche, ni pour la relecture, ni pour la paie.',
    },
    sharing: {
      title: 'Comment le travail est apporté et partagé',
      text1:
        'Vous pouvez demander à Canut de vous apporter du travail : de quels types, et combien d’heures cette semaine. Quand vous ouvrez une séance, les tâches viennent l’une après l’autre. Regarder souvent ou arriver tôt ne fait rien gagner. En dehors d’une séance ouverte, et des tâches que vous prenez, rien n’est enregistré.',
      text2:
        'Ce qui entre dans le partage : les heures que chaque personne a demandées cette semaine, ce qu’elle a reçu depuis lundi (0 h, temps universel) à la durée estimée de chaque tâche, les types de travail qu’elle a choisis, et le travail qui reste. Rien d’autre : ni la vitesse, ni les réponses passées, ni les recours, ni les votes.',
      text3:
        'Quand il y a assez de travail, personne n’attend. Quand il y en a moins que demandé, les heures sont mises à niveau : chaque personne en reçoit autant que les autres, jamais plus que demandé, et ce qu’une ne veut pas va aux autres. Un tour qui n’est pas pris passe sans bruit à la personne suivante. D’ici là, ce travail est gardé pour celles qui l’ont demandé, même si d’autres ouvrent le lot eux-mêmes.',
      text4:
        'Les lots sont apportés dans cet ordre : d’abord le travail qui suffit pour tout le monde, pour que le travail rare reste à celles et ceux qui ne peuvent rien faire d’autre, puis le travail rare dont votre part est faite ; puis les organisations à tour de rôle, d’abord celle pour qui le moins de séances travaillent en ce moment ; au sein d’une organisation, selon la priorité qu’elle a fixée, puis du plus ancien au plus récent. Une priorité ne fait jamais passer une organisation avant une autre.',
    },
    review: {
      title: 'Comment les réponses sont relues',
      text1:
        'L’équipe de l’organisation peut accepter une réponse ou la refuser. Seule une personne peut refuser, et elle signe avec un motif, la ligne des consignes qui n’a pas été suivie et une explication, que lit la personne qui a répondu.',
      text2: 'Quand la période de relecture du lot se termine sans décision, la réponse est acceptée. Le silence paie.',
    },
    pay: {
      title: 'Comment fonctionne la paie',
      text1:
        'Le prix est affiché avant de commencer et ne change plus ensuite. L’organisation met de côté l’argent de tout le lot avant que la première tâche soit distribuée : le prix et les frais de chaque réponse, et une réserve.',
      text2:
        'Chaque réponse acceptée est payée une fois, en entier. Une réponse tardive dont la tâche n’a plus besoin est payée sur la réserve, sans frais, et quand la réserve est épuisée, sur le fonds commun de la coopérative. Le temps passé sur une tâche signalée comme cassée est payé de même, au taux horaire du lot.',
      text3:
        'Chaque paiement est écrit deux fois, d’où il vient et où il va, et rien de ce qui est écrit n’est jamais changé. Les intendants peuvent à tout moment faire tout recalculer.',
    },
    rounding: {
      title: 'Comment les montants sont arrondis',
      text1: 'Les montants sont tenus au millionième de l’unité : le prix d’une réponse n’est donc jamais arrondi.',
      text2:
        'Les frais sont arrondis au millionième inférieur, une fois par réponse : ce qui se perd reste à l’organisation. Les taux horaires sont arrondis au centime inférieur et alors marqués ≈, pour qu’aucune page ne promette plus que ce qui est payé. Rien d’autre n’est arrondi.',
    },
    parameters: fr,
  },
})
