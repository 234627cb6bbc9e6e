import { catalogue } from '../platform/i18n/index.ts'

export const messages = catalogue({
  en: {
    nav: { work: 'Work', organisations: 'Organisations', steward: 'Stewardship', rules: 'Rules', api: 'API' },
    person: {
      signIn: 'Sign in',
      signUp: 'Sign up',
      settings: 'Settings',
      history: 'My work',
      earnings: 'My earnings',
      signOut: 'Sign out',
    },
  },
  fr: {
    nav: { work: 'Travailler', organisations: 'Organisations', steward: 'Intendance', rules: 'Règles', api: 'API' },
    person: {
      signIn: 'Se connecter',
      signUp: 'S’inscrire',
      settings: 'Réglages',
      history: 'Mon travail',
      earnings: 'Mes gains',
      signOut: 'Se déconnecter',
    },
  },
})
