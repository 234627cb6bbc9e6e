/** An element that brings a value under its name. */
export interface CrowdField extends HTMLElement {
  readonly name: string
  /** what stands in the answer under the name; undefined for nothing */
  readonly submittable: unknown
  /** the value of a draft; undefined empties it */
  restore(value: unknown): void
  /** what is still needed, as a sentence; null when nothing is */
  readonly missing: string | null
  /** says so, at the element, and puts the focus there */
  showMissing(): void
  /** the key in the answer where it is not the name */
  readonly answerKey?: string
}

/** One of several that make a value together: all of one name become an object with a Boolean for each. */
export interface CrowdToggle extends HTMLElement {
  readonly name: string
  readonly value: string
  checked: boolean
  readonly disabled: boolean
  readonly isToggle: true
}

/** An element that can be asked whether something is missing. */
export interface Requirable extends Element {
  readonly missing: string | null
  showMissing(): void
}

export const isRequirable = (element: Element): element is Requirable => 'missing' in element && 'showMissing' in element
export const isCrowdField = (element: Element): element is CrowdField => 'submittable' in element && 'restore' in element
export const isCrowdToggle = (element: Element): element is CrowdToggle => 'isToggle' in element
