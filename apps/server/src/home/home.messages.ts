import { catalogue } from '../platform/i18n/index.ts'

export const messages = catalogue({
  en: { title: 'Micro-work, owned by the people who do it' },
  fr: { title: 'Le micro-travail, par celles et ceux qui le font' },
})
