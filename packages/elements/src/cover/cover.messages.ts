const en = { blur: 'Blur' }
const fr: typeof en = { blur: 'Flou' }

export function coverMessagesFor(language: string): typeof en {
  return language.toLowerCase().startsWith('fr') ? fr : en
}
