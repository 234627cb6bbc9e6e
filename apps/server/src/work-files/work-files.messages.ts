import { catalogue } from '../platform/i18n/index.ts'

export const messages = catalogue({
  en: { noFiles: 'A response to this task has no files. Send the response alone.' },
  fr: { noFiles: 'Une réponse à cette tâche ne contient pas de fichier. Envoyez la réponse seule.' },
})
