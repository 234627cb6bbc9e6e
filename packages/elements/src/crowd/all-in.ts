/**
 * Elements inside a root, in document order, by the methods of the prototypes: fields of a form and of a page may be called
 * like those methods, and would hide them.
 */
export function allIn(root: Node, selector = '*'): Element[] {
  const walker = Document.prototype.createTreeWalker.call(document, root, NodeFilter.SHOW_ELEMENT)
  const found: Element[] = []
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
    if (node instanceof Element && Element.prototype.matches.call(node, selector)) found.push(node)
  return found
}
