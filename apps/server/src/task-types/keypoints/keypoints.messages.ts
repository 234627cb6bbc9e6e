import { catalogue } from '../../platform/i18n/index.ts'

export const messages = catalogue({
  en: {
    title: 'Mark points',
    summary: 'People mark the same named points on each thing in a picture: joints of a person, corners of a door, ends of a tool.',
    points: 'Points, in the order in which they are asked for',
    pointsHint: 'One per line, 1 to 200: value | English name | French name.',
    pointsExample: 'Example: wrist | Wrist | Poignet',
    ownHint: 'A line with a label in brackets, such as [hand], begins the points of that label only; so it does for the lines below.',
    edges: 'Which points are joined by a line',
    edgesHint: 'One pair of values per line. The lines only help the eye; leave it empty for single points.',
    edgesExample: 'Example: wrist | elbow',
    measure: 'How near a point is to the known one',
    measures: { oks: 'In relation to the size of the thing (OKS)', distance: 'By a distance in pixels' },
    goldPoints: 'Share of points that makes a thing right, in percent',
  },
  fr: {
    title: 'Marquer des points',
    summary:
      'Les personnes marquent les mêmes points nommés sur chaque élément d’une image : articulations d’une personne, coins d’une porte, bouts d’un outil.',
    points: 'Points, dans l’ordre où ils sont demandés',
    pointsHint: 'Un par ligne, de 1 à 200 : valeur | nom anglais | nom français.',
    pointsExample: 'Exemple : wrist | Wrist | Poignet',
    ownHint:
      'Une ligne avec une étiquette entre crochets, comme [main], commence les points de cette seule étiquette ; de même pour les traits ci-dessous.',
    edges: 'Points qui sont reliés par un trait',
    edgesHint: 'Une paire de valeurs par ligne. Les traits aident seulement l’œil ; laissez vide pour des points seuls.',
    edgesExample: 'Exemple : wrist | elbow',
    measure: 'Comment se juge la distance au point connu',
    measures: { oks: 'Par rapport à la taille de l’élément (OKS)', distance: 'En pixels' },
    goldPoints: 'Part des points qui rend un élément juste, en pour cent',
  },
})
