import { catalogue } from '../platform/i18n/index.ts'

export const messages = catalogue({
  en: {
    nothingToCompare: 'There was nothing by which methods could be compared.',
    votes: 'Knowing who answered does not foresee responses held out any better.',
    coins: 'There are many labels; knowing how often each person errs foresees responses held out better.',
    matrices: 'Knowing who mixes up what foresees responses held out better; errors that people share do not do better on both counts.',
    matricesAlone: 'Knowing who mixes up what foresees responses held out better.',
    drawn:
      'Knowing who mixes up what foresees responses held out better; there are few responses per person, so their habits are also drawn many times, and the answers are the mean of both.',
    shared: 'Knowing who mixes up what foresees responses held out better, and with errors that people share they agree more still.',
    compared: ({ method, foresight, agreement }: { method: string; foresight: string; agreement: string }) =>
      `${method}: foresight ${foresight} nats per response, agreement ${agreement}.`,
  },
  fr: {
    nothingToCompare: 'Il n’y avait pas de quoi comparer des méthodes.',
    votes: 'Savoir qui a répondu ne fait pas mieux prévoir les réponses mises de côté.',
    coins: 'Il y a beaucoup d’étiquettes ; savoir combien chaque personne se trompe fait mieux prévoir les réponses mises de côté.',
    matrices:
      'Savoir qui confond quoi fait mieux prévoir les réponses mises de côté ; tenir compte d’erreurs partagées ne fait pas mieux sur les deux plans.',
    matricesAlone: 'Savoir qui confond quoi fait mieux prévoir les réponses mises de côté.',
    drawn:
      'Savoir qui confond quoi fait mieux prévoir les réponses mises de côté ; il y a peu de réponses par personne, donc leurs habitudes sont aussi tirées de nombreuses fois, et les réponses sont la moyenne des deux.',
    shared:
      'Savoir qui confond quoi fait mieux prévoir les réponses mises de côté, et tenir compte d’erreurs partagées s’accorde mieux encore.',
    compared: ({ method, foresight, agreement }) => `${method} : prévision ${foresight} nat par réponse, accord ${agreement}.`,
  },
})
