import { catalogue } from '../../platform/i18n/index.ts'

export const messages = catalogue({
  en: {
    title: 'Mark parts of a text',
    summary: 'People mark names, key phrases or mistakes in a text, and can link them: who works where, what belongs to what…',
    ask: 'Mark what the instructions name.',
    marks: ({ count }: { count: number }) => (count === 0 ? 'Nothing to label' : count === 1 ? '1 part' : `${count} parts`),
    links: ({ count }: { count: number }) => (count === 1 ? '1 link' : `${count} links`),
    labels: 'What can be marked',
    labelsHint:
      'One per line, 1 to 40: value | English name | French name. The value is what your files and exports contain. Example: place | Place | Lieu',
    overlap: 'Marked parts may overlap',
    relations: 'Links between two marked parts',
    relationsHint: 'One per line, as above; leave it empty where there are none. Example: works_for | works for | travaille pour',
    characters: 'Mark character by character',
    charactersHint: 'Otherwise people mark whole words, which is faster. Choose this where words are too coarse.',
    goldPercent: 'A gold task is right when at least this much agrees',
    goldPercentHint: 'F1 of whole parts: same label, same beginning and end. 100 % asks for all of them and nothing else.',
  },
  fr: {
    title: 'Marquer des passages d’un texte',
    summary:
      'Les personnes marquent des noms, des expressions ou des erreurs dans un texte, et peuvent les relier : qui travaille où, quoi va avec quoi…',
    ask: 'Marquez ce que nomment les consignes.',
    marks: ({ count }) => (count === 0 ? 'Rien à étiqueter' : count === 1 ? '1 passage' : `${count} passages`),
    links: ({ count }) => (count === 1 ? '1 lien' : `${count} liens`),
    labels: 'Ce qui peut être marqué',
    labelsHint:
      'Une ligne chacun, de 1 à 40 : valeur | nom anglais | nom français. La valeur est ce que contiennent vos fichiers et les exports. Exemple : place | Place | Lieu',
    overlap: 'Les passages peuvent se chevaucher',
    relations: 'Liens entre deux passages',
    relationsHint: 'Une ligne chacun, comme ci-dessus ; laissez vide s’il n’y en a pas. Exemple : works_for | works for | travaille pour',
    characters: 'Marquer caractère par caractère',
    charactersHint: 'Sinon les personnes marquent des mots entiers, ce qui va plus vite. À choisir quand les mots sont trop grands.',
    goldPercent: 'Une tâche témoin est juste quand au moins cette part concorde',
    goldPercentHint: 'F1 des passages entiers : même étiquette, même début, même fin. 100 % demande tous les passages et rien d’autre.',
  },
})
