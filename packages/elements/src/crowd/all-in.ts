/**
 * Elements inside a root, in document order, by the methods of the prototypes: fields of a form and of a page may be called
 * like those methods, and would hide them.
 */
export function allIn(root: ParentNode, selector = '*'): Element[] {
  const find = root instanceof Document ? Document.prototype.querySelectorAll : Element.prototype.querySelectorAll
  return [
    ...(root instanceof DocumentFragment
      ? root.querySelectorAll(selector)
      : (Reflect.apply(find, root, [selector]) as NodeListOf<Element>)),
  ]
}
