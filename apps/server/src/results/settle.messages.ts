import { catalogue, formatInstant, formatNumber, plural } from '../platform/i18n/index.ts'

const n = (count: number, locale: 'en' | 'fr') => formatNumber(count, locale, 0)

export const messages = catalogue({
  en: {
    contested: {
      title: 'Tasks that divide people most',
      what: 'The least sure first, of those whose responses say different things. What a task is held to be stands first, then up to five responses.',
      none: 'Nothing divides people here',
      noneWhy:
        'In the last computation, all responses to a task say the same, as near as this batch asks for. Tasks that a person settled are not shown here.',
      nothingYet: 'Nothing to show yet',
      notYet: 'This needs a computation first. It begins by itself when there are responses.',
      settle: 'Look closely and settle',
      back: 'Back to the results',
    },
    task: ({ number }: { number: string }) => `Task ${number}`,
    held: 'Held to be',
    heldBy: ({ method, sure }: { method: string; sure: string }) => `${method}, ${sure} sure`,
    heldByPlain: ({ method }: { method: string }) => method,
    tie: ({ labels }: { labels: string }) => `Tie: ${labels}`,
    nothing: 'Nothing yet',
    response: ({ pseudonym }: { pseudonym: string }) => `Response of ${pseudonym}`,
    responses: 'Responses',
    votesBy: ({ count }: { count: number }) => `${n(count, 'en')} ${plural('en', count, { one: 'response', other: 'responses' })}:`,
    more: ({ count }: { count: number }) =>
      `and ${n(count, 'en')} ${plural('en', count, { one: 'more response', other: 'more responses' })}, in the file of all responses`,
    knownTitle: 'Known answer',
    known: ({ label }: { label: string }) => `Known answer: ${label}`,
    settle: {
      title: 'Settle what this task is held to be',
      what: 'Your answer stands in results and exports instead of the computed one, with your name here and as “adjudicated” in the files. It changes nothing for those who responded: not what they are paid, not how they are reviewed.',
      confirm: 'Settle',
      again: 'Settle anew',
      settled: ({ by, at }: { by: string; at: Date }) => `Settled by ${by}, ${formatInstant(at, 'en')}.`,
      undo: 'Undo: let the computed result stand',
      draft: 'Tasks can be settled once the batch is published.',
    },
    done: { settled: 'Settled. Your answer stands in results and exports.', undone: 'Undone. The computed result stands again.' },
  },
  fr: {
    contested: {
      title: 'Tâches qui divisent le plus',
      what: 'Les moins sûres d’abord, parmi celles dont les réponses diffèrent. Ce que la tâche est tenue pour être vient en premier, puis jusqu’à cinq réponses.',
      none: 'Rien ne divise ici',
      noneWhy:
        'Dans le dernier calcul, toutes les réponses à une tâche disent la même chose, à la tolérance de ce lot près. Les tâches qu’une personne a tranchées ne sont pas montrées ici.',
      nothingYet: 'Rien à montrer pour l’instant',
      notYet: 'Il faut d’abord un calcul. Il commence de lui-même dès qu’il y a des réponses.',
      settle: 'Regarder de près et trancher',
      back: 'Retour aux résultats',
    },
    task: ({ number }) => `Tâche ${number}`,
    held: 'Tenue pour',
    heldBy: ({ method, sure }) => `${method}, sûre à ${sure}`,
    heldByPlain: ({ method }) => method,
    tie: ({ labels }) => `Égalité : ${labels}`,
    nothing: 'Rien encore',
    response: ({ pseudonym }) => `Réponse de ${pseudonym}`,
    responses: 'Réponses',
    votesBy: ({ count }) => `${n(count, 'fr')} ${plural('fr', count, { one: 'réponse', other: 'réponses' })} :`,
    more: ({ count }) =>
      `et ${n(count, 'fr')} ${plural('fr', count, { one: 'autre réponse', other: 'autres réponses' })}, dans le fichier de toutes les réponses`,
    knownTitle: 'Réponse connue',
    known: ({ label }) => `Réponse connue : ${label}`,
    settle: {
      title: 'Trancher ce que cette tâche est tenue pour être',
      what: 'Votre réponse remplace le résultat calculé dans les résultats et les exports, avec votre nom ici et la mention « adjudicated » dans les fichiers. Elle ne change rien pour qui a répondu : ni la paie, ni la relecture.',
      confirm: 'Trancher',
      again: 'Trancher de nouveau',
      settled: ({ by, at }) => `Tranché par ${by}, le ${formatInstant(at, 'fr')}.`,
      undo: 'Annuler : laisser le résultat calculé',
      draft: 'On peut trancher une fois le lot publié.',
    },
    done: {
      settled: 'Tranché. Votre réponse tient dans les résultats et les exports.',
      undone: 'Annulé. Le résultat calculé tient de nouveau.',
    },
  },
})
