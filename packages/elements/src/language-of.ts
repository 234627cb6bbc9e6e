/** The language of an element: of the nearest around it that says one, also outside of the shadow trees it is in. */
export function languageOf(element: Element): 'en' | 'fr' {
  const owner = element.closest('[lang]')
  const root = element.getRootNode()
  if (owner === null) return root instanceof ShadowRoot ? languageOf(root.host) : 'en'
  return (owner.getAttribute('lang') ?? '').toLowerCase().startsWith('fr') ? 'fr' : 'en'
}
