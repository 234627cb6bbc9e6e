import { catalogue } from '../../platform/i18n/index.ts'

const en = {
  title: 'Your own page (template)',
  summary: 'A page of your own in Liquid with crowd elements, as for Ground Truth, or a layout of Mechanical Turk.',
  dialect: 'Which kind of template is it?',
  dialects: {
    liquid: 'Liquid, with crowd elements (Ground Truth)',
    mturk: 'Layout of Mechanical Turk: ${column}',
  },
  source: 'Template',
  sourceHint: ({ max }: { max: string }) =>
    `HTML, at most ${max} characters. It runs in a frame that reaches nothing outside; what it asks for is checked when you preview it.`,
  inputs: 'What every task gets besides its row',
  inputsHint:
    'One per line: a list such as labels = ["Cat", "Dog"], another name of a column such as taskObject = image_url, or blocks = blocks as json for a cell that holds JSON.',
  files: 'Columns that name uploaded files',
  filesHint: 'Their names, with commas between. In the template, write | grant_read_access after them.',
  example: 'A row to try it with',
  exampleHint: 'JSON, as one line of your file: {"source": "…"}. Workers never see it.',
  preview: 'Preview',
  previewTitle: 'The page with the row to try it with',
  previewWait: 'Press “Preview” to see the page.',
  openFile: 'Take the template from a file',
  lintTitle: 'What to look at',
  lintNothing: 'Nothing to look at: every field has a name of its own and a label.',
  line: ({ line }: { line: string }) => `Line ${line}`,
  broken: 'This page cannot be shown',
  brokenWhy: 'The template that makes it has a mistake, which is not yours. Report the task as broken: your time is paid.',
  noScript: 'This task is a page with a program of its own, so it needs JavaScript. You can skip it without any consequence.',
  frame: 'The task',
  answers: 'What was sent',
  nothingSent: 'Nothing was filled in.',
}

export const messages = catalogue({
  en,
  fr: {
    title: 'Votre propre page (modèle)',
    summary: 'Une page à vous en Liquid avec les éléments crowd, comme pour Ground Truth, ou une mise en page de Mechanical Turk.',
    dialect: 'De quel genre de modèle s’agit-il ?',
    dialects: {
      liquid: 'Liquid, avec les éléments crowd (Ground Truth)',
      mturk: 'Mise en page de Mechanical Turk : ${colonne}',
    },
    source: 'Modèle',
    sourceHint: ({ max }) =>
      `Du HTML, ${max} caractères au plus. Il tourne dans un cadre qui n’atteint rien au-dehors ; l’aperçu dit ce qui ne va pas.`,
    inputs: 'Ce que chaque tâche reçoit en plus de sa ligne',
    inputsHint:
      'Un par ligne : une liste comme labels = ["Chat", "Chien"], un autre nom pour une colonne comme taskObject = image_url, ou blocks = blocks as json pour une cellule qui contient du JSON.',
    files: 'Colonnes qui nomment des fichiers déposés',
    filesHint: 'Leurs noms, séparés par des virgules. Dans le modèle, écrivez | grant_read_access à leur suite.',
    example: 'Une ligne pour l’essayer',
    exampleHint: 'Du JSON, comme une ligne de votre fichier : {"source": "…"}. Les travailleurs ne la voient jamais.',
    preview: 'Aperçu',
    previewTitle: 'La page avec la ligne d’essai',
    previewWait: 'Appuyez sur « Aperçu » pour voir la page.',
    openFile: 'Prendre le modèle dans un fichier',
    lintTitle: 'À regarder',
    lintNothing: 'Rien à signaler : chaque champ a son propre nom et une étiquette.',
    line: ({ line }) => `Ligne ${line}`,
    broken: 'Cette page ne peut pas être montrée',
    brokenWhy:
      'Le modèle qui la produit contient une erreur, qui n’est pas la vôtre. Signalez la tâche comme cassée : votre temps est payé.',
    noScript: 'Cette tâche est une page qui contient un programme : il lui faut JavaScript. Vous pouvez la passer sans aucune conséquence.',
    frame: 'La tâche',
    answers: 'Ce qui a été envoyé',
    nothingSent: 'Rien n’a été rempli.',
  },
})
