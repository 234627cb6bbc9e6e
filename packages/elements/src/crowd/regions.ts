/**
 * Regions are plain tags inside an element, such as `short-instructions`. Each is shown in a place of its own by the slot of
 * its name, and never moved: scripts of the author find it where it was written, also by its id.
 */
export function slotRegions(element: Element, regions: readonly string[]): MutationObserver {
  const assign = () => {
    for (const child of element.children) if (regions.includes(child.localName)) child.slot = child.localName
  }
  assign()
  const observer = new MutationObserver(assign)
  observer.observe(element, { childList: true })
  return observer
}

export const hasRegion = (element: Element, region: string): boolean => [...element.children].some((child) => child.localName === region)

/** The attribute `header` of a region. */
export const headerOf = (element: Element, region: string): string =>
  [...element.children].find((child) => child.localName === region)?.getAttribute('header') ?? ''
