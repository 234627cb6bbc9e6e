import { catalogue } from '../platform/i18n/index.ts'

export const messages = catalogue({
  en: {
    resetMail: {
      subject: 'A new password for Canut',
      text: ({ name, link }: { name: string; link: string }) =>
        `Hello ${name},\n\nSomebody asked to set a new password for this address. If it was you, open this link within one hour:\n\n${link}\n\nIf it was not you, nothing has changed and you can ignore this mail.\n`,
    },
  },
  fr: {
    resetMail: {
      subject: 'Un nouveau mot de passe pour Canut',
      text: ({ name, link }: { name: string; link: string }) =>
        `Bonjour ${name},\n\nQuelqu’un a demandé un nouveau mot de passe pour cette adresse. Si c’est vous, ouvrez ce lien dans l’heure :\n\n${link}\n\nSinon, rien n’a changé et vous pouvez ignorer ce message.\n`,
    },
  },
})
