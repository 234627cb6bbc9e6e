import { catalogue } from '../platform/i18n/index.ts'

export const messages = catalogue({
  en: {
    title: 'Take the data with you',
    madeByPeople: 'People made these data. For whom, how and for what pay is in the file named last: pass it on together with the others.',
    noResponses: 'Nobody has answered yet: the files can be had, and hold no answer.',
    noResults:
      'Results were not computed yet: until then a task with several responses has no result in the files. The page of results computes them.',
    about: 'Who made these data, and how (JSON)',
    back: 'Results',
    results: 'Results: one answer per task',
    resultsWhy: 'What became of all responses to a task by the last computation; where there is one response only, that one.',
    responses: 'Responses: each by itself',
    responsesWhy:
      'Without those that were rejected or came too late, except in CSV and JSON Lines, which have all of them. Workers appear under a pseudonym that is another one in every batch.',
    format: 'Format',
    use: 'What it is good for',
    csv: 'CSV',
    csvWhy: 'Everything that is known, a row each, for any program that reads tables.',
    spreadsheet: 'CSV for spreadsheets',
    spreadsheetWhy: 'The same, with an apostrophe before texts that begin like a formula, so that nothing a stranger typed is run.',
    jsonl: 'JSON Lines',
    jsonlWhy: 'Everything that is known, an object on each line, for programs.',
    doesNotFit: ({ file, fitting }: { file: string; fitting: string }) =>
      `The answers of this batch cannot be written as ${file}: that format has no place for this kind of task. These can be had: ${fitting}.`,
    spreadsheetIsCsv: ({ format }: { format: string }) =>
      `--spreadsheet is for CSV: leave it out, or choose --format csv instead of ${format}.`,
    notForTerminal: ({ format }: { format: string }) =>
      `A file in the format ${format} is no text for a terminal. Name a file with --out, or send it on with |.`,
    progress: ({ rows, size }: { rows: string; size: string }) => `${rows} rows, ${size}`,
    written: ({ rows, file }: { rows: number; file: string }) => `${rows} rows in ${file}`,
  },
  fr: {
    title: 'Emporter les données',
    madeByPeople:
      'Des personnes ont fait ces données. Pour qui, comment et à quel prix : c’est dans le dernier fichier, à transmettre avec les autres.',
    noResponses: 'Personne n’a encore répondu : les fichiers existent, et ne contiennent aucune réponse.',
    noResults:
      'Les résultats n’ont pas encore été calculés : d’ici là, une tâche à plusieurs réponses n’a pas de résultat dans les fichiers. La page des résultats les calcule.',
    about: 'Qui a fait ces données, et comment (JSON)',
    back: 'Résultats',
    results: 'Résultats : une réponse par tâche',
    resultsWhy: 'Ce que le dernier calcul a tiré de toutes les réponses à une tâche ; s’il n’y en a qu’une, celle-là.',
    responses: 'Réponses : chacune pour elle-même',
    responsesWhy:
      'Sans celles qui ont été refusées ou sont venues trop tard, sauf en CSV et en JSON Lines, qui les ont toutes. Les personnes y figurent sous un pseudonyme, différent dans chaque lot.',
    format: 'Format',
    use: 'À quoi il sert',
    csv: 'CSV',
    csvWhy: 'Tout ce qui est connu, une ligne pour chaque réponse, pour tout programme qui lit des tableaux.',
    spreadsheet: 'CSV pour tableurs',
    spreadsheetWhy:
      'La même chose, avec une apostrophe devant les textes qui commencent comme une formule, pour que rien de ce qu’une autre personne a écrit ne soit exécuté.',
    jsonl: 'JSON Lines',
    jsonlWhy: 'Tout ce qui est connu, un objet par ligne, pour les programmes.',
    doesNotFit: ({ file, fitting }) =>
      `Les réponses de ce lot ne peuvent pas être écrites en ${file} : ce format n’a pas de place pour ce genre de tâche. Voici ce qui est possible : ${fitting}.`,
    spreadsheetIsCsv: ({ format }) =>
      `--spreadsheet est pour le CSV : laissez-le de côté, ou choisissez --format csv au lieu de ${format}.`,
    notForTerminal: ({ format }) =>
      `Un fichier au format ${format} n’est pas un texte pour un terminal. Donnez un fichier avec --out, ou envoyez-le plus loin avec |.`,
    progress: ({ rows, size }) => `${rows} lignes, ${size}`,
    written: ({ rows, file }) => `${rows} lignes dans ${file}`,
  },
})
