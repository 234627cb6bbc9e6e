const SVG = 'http://www.w3.org/2000/svg'

export function svgChild<K extends keyof SVGElementTagNameMap>(parent: Element, name: K, className = ''): SVGElementTagNameMap[K] {
  const child = document.createElementNS(SVG, name)
  if (className !== '') child.setAttribute('class', className)
  parent.append(child)
  return child
}
