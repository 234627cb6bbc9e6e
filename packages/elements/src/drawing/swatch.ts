import { Directive, directive, PartType, type ElementPart, type PartInfo } from 'lit/directive.js'
import { nothing } from 'lit'

/** Colours an element by script: a policy without inline styles (style-src 'self') refuses style attributes. */
class Swatch extends Directive {
  constructor(part: PartInfo) {
    super(part)
    if (part.type !== PartType.ELEMENT) throw new Error('swatch() stands among the attributes of an element')
  }

  override update({ element }: ElementPart, [colour]: [string]): typeof nothing {
    if (element instanceof HTMLElement) element.style.backgroundColor = colour
    return nothing
  }

  override render(_colour: string): typeof nothing {
    return nothing
  }
}

export const swatch = directive(Swatch)
