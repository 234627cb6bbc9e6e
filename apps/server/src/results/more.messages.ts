import { catalogue, formatNumber, plural } from '../platform/i18n/index.ts'

const n = (count: number, locale: 'en' | 'fr') => formatNumber(count, locale, 0)

export const messages = catalogue({
  en: {
    title: 'How sure is sure enough?',
    lead: 'Below the limit you choose, you can ask for more responses, or settle tasks yourself.',
    leadSettling: 'You can settle tasks yourself. Asking for more responses is for owners and managers of the organisation.',
    slider: 'Tasks that are less sure than',
    show: 'Show what more responses would cost',
    below: ({ tasks, of }: { tasks: number; of: number }) =>
      `${n(tasks, 'en')} of ${n(of, 'en')} ${plural('en', of, { one: 'task is', other: 'tasks are' })} less sure than this, as of the last computation.`,
    counted: 'Tasks with responses are counted, without gold tasks and without those that a person has settled.',
    live: {
      plain: '{tasks} of {of} tasks are less sure than {limit}.',
      none: '{tasks} of {of} tasks are less sure than {limit}. All of them wait for responses, or have as many as a task can get.',
      cost: '{tasks} of {of} tasks are less sure than {limit}. {more} more for each of the {ready} that have all their responses would cost about {cost}, price and fee.',
    },
    none: 'Once results are computed, this says how many tasks are unsure and what more responses for them would cost.',
    noConfidence: 'This method does not say how sure it is. Look at the responses side by side instead.',
    contested: 'Look at them side by side and settle them',
    page: {
      title: 'More responses where it is not sure',
      what: 'These tasks have all their responses and are still less sure than the limit. Workers find them open again, at the same price and under the same terms.',
      limit: 'Less sure than (per cent)',
      limitError: 'A whole number from 1 to 100.',
      more: 'More responses for each',
      moreError: 'A whole number from 1 to 98.',
      compute: 'Compute again',
      tasks: 'Tasks',
      tasksWhy: 'As of the last computation, without gold tasks, and without those that a person has settled.',
      waiting: 'Still waiting',
      waitingWhy: 'These are less sure as well, but some of their responses are still to come: they are left as they are.',
      each: 'More for each',
      advised: ({ more, percent }: { more: number; percent: string }) =>
        `If these tasks were like all others, ${n(more, 'en')} more would make ${percent} sure. They divided people, so they may well need more, or stay open to more than one reading.`,
      noAdvice: 'How many are needed cannot be said from these responses.',
      cost: ({ responses }: { responses: number }) =>
        responses === 1 ? 'What one more response costs' : `What ${n(responses, 'en')} more responses cost`,
      confirm: ({ amount }: { amount: string }) => `Ask for them, and set ${amount} aside`,
      nothing: 'No task is left to ask about',
      nothingWhy:
        'Those below the limit still wait for responses, have as many as a task can get, or were settled. Choose a higher limit, or wait.',
      back: 'Back to the results',
      closed: 'This batch takes no more responses, because it is closed. Tasks can still be settled by a person.',
    },
    done: 'More responses were asked for, and their money is set aside. Workers find these tasks open again.',
  },
  fr: {
    title: 'Sûr à quel point ?',
    lead: 'Sous la limite que vous choisissez, vous pouvez demander plus de réponses, ou trancher vous-même.',
    leadSettling: 'Vous pouvez trancher vous-même. Demander plus de réponses revient aux propriétaires et gestionnaires de l’organisation.',
    slider: 'Tâches moins sûres que',
    show: 'Voir ce que coûteraient d’autres réponses',
    below: ({ tasks, of }) =>
      `${n(tasks, 'fr')} ${plural('fr', tasks, { one: 'tâche', other: 'tâches' })} sur ${n(of, 'fr')} ${plural('fr', tasks, { one: 'est moins sûre', other: 'sont moins sûres' })} que cela, selon le dernier calcul.`,
    counted: 'Sont comptées les tâches qui ont des réponses, sans les tâches témoins et sans celles qu’une personne a tranchées.',
    live: {
      plain: 'Tâches moins sûres que {limit} : {tasks} sur {of}.',
      none: 'Tâches moins sûres que {limit} : {tasks} sur {of}. Toutes attendent des réponses, ou en ont autant que possible.',
      cost: 'Tâches moins sûres que {limit} : {tasks} sur {of}. Réponses de plus : {more} pour chacune des {ready} qui ont toutes les leurs, soit environ {cost}, prix et frais.',
    },
    none: 'Une fois les résultats calculés, on verra ici combien de tâches ne sont pas sûres et ce que coûteraient d’autres réponses.',
    noConfidence: 'Cette méthode ne dit pas à quel point elle est sûre. Regardez plutôt les réponses côte à côte.',
    contested: 'Les regarder côte à côte et trancher',
    page: {
      title: 'D’autres réponses là où ce n’est pas sûr',
      what: 'Ces tâches ont toutes leurs réponses et restent moins sûres que la limite. Elles sont de nouveau proposées, au même prix et aux mêmes conditions.',
      limit: 'Moins sûres que (pour cent)',
      limitError: 'Un nombre entier de 1 à 100.',
      more: 'Réponses de plus pour chacune',
      moreError: 'Un nombre entier de 1 à 98.',
      compute: 'Recalculer',
      tasks: 'Tâches',
      tasksWhy: 'Selon le dernier calcul, sans les tâches témoins, et sans celles qu’une personne a tranchées.',
      waiting: 'Attendent encore',
      waitingWhy: 'Elles sont moins sûres aussi, mais des réponses doivent encore venir : elles restent comme elles sont.',
      each: 'De plus pour chacune',
      advised: ({ more, percent }) =>
        `Si ces tâches étaient comme toutes les autres, ${n(more, 'fr')} de plus ${plural('fr', more, { one: 'rendrait', other: 'rendraient' })} sûr à ${percent}. Elles ont divisé les personnes : il en faudra peut-être davantage, ou elles se lisent de plusieurs façons.`,
      noAdvice: 'Ces réponses ne permettent pas de dire combien il en faut.',
      cost: ({ responses }) =>
        responses === 1 ? 'Ce que coûte une réponse de plus' : `Ce que coûtent ${n(responses, 'fr')} réponses de plus`,
      confirm: ({ amount }) => `Les demander, et mettre ${amount} de côté`,
      nothing: 'Il ne reste aucune tâche à redemander',
      nothingWhy:
        'Celles sous la limite attendent encore des réponses, en ont autant que possible, ou ont été tranchées. Choisissez une limite plus haute, ou attendez.',
      back: 'Retour aux résultats',
      closed: 'Ce lot ne reçoit plus de réponses, car il est clos. Une personne peut encore trancher.',
    },
    done: 'D’autres réponses sont demandées, et leur argent est mis de côté. Ces tâches sont de nouveau proposées.',
  },
})
