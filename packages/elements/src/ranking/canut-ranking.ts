import type { KeyedElement } from '../keyed-element.ts'

/**
 * `<canut-ranking>` goes around a form of places, which works without it: for each thing and each dimension a
 * `[data-item][data-dimension]` with radios of the values 1 to n. It adds two things.
 * - A place that is given a second time changes hands: the thing that had it gets the one place that is free, or none while
 *   several are. With the attribute `ties` the same place may be given twice, and nothing changes hands.
 * - Keys: the number of a thing gives it the next place, so that things are named in order of preference.
 *
 * Every change dispatches the `input` events of the radios themselves.
 */
export class CanutRanking extends HTMLElement implements KeyedElement {
  /** for the form to know it, which offers keys to its elements; it has no value of its own */
  static readonly formAssociated = true

  connectedCallback(): void {
    this.addEventListener('change', this.#onChange)
  }

  handleKey(event: KeyboardEvent): boolean {
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1]
    if (digit === undefined || event.ctrlKey || event.metaKey || event.altKey) return false
    const item = String(Number(digit) - 1)
    const places = this.#places().find((each) => each.dataset['item'] === item && valueIn(each) === null)
    if (places === undefined) return this.#places().some((each) => each.dataset['item'] === item)
    const taken = this.#ofDimension(places).map(valueIn)
    const next = Math.max(0, ...taken.map(Number)) + 1
    const free = taken.length >= next ? String(next) : taken.map((_, index) => String(index + 1)).find((place) => !taken.includes(place))
    radioIn(places, free ?? '')?.click()
    return true
  }

  readonly #onChange = (event: Event): void => {
    const changed = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-item]') : null
    if (changed === null || this.hasAttribute('ties')) return
    const all = this.#ofDimension(changed)
    const place = valueIn(changed) ?? ''
    const other = all.find((each) => each !== changed && valueIn(each) === place)
    if (other === undefined) return
    const held = new Set(all.map(valueIn))
    const free = all.map((_, index) => String(index + 1)).filter((each) => !held.has(each))
    const only = free.length === 1 ? radioIn(other, free[0] ?? '') : null
    const had = radioIn(other, place)
    if (only !== null) only.click()
    else if (had !== null) {
      had.checked = false
      had.dispatchEvent(new Event('input', { bubbles: true }))
    }
  }

  #places(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('[data-item]')]
  }

  #ofDimension({ dataset }: HTMLElement): HTMLElement[] {
    return this.#places().filter((each) => each.dataset['dimension'] === dataset['dimension'])
  }
}

const valueIn = (places: HTMLElement): string | null => places.querySelector<HTMLInputElement>('input:checked')?.value ?? null
const radioIn = (places: HTMLElement, value: string): HTMLInputElement | null =>
  places.querySelector<HTMLInputElement>(`input[value="${value}"]`)
