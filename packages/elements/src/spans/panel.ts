import { html, nothing, type TemplateResult } from 'lit'
import { colourClass } from './colours.ts'
import type { Marker, Option } from './marker.ts'

/** Wraps what a button does, so that the element shows what came of it. */
export type Act = (change: () => void) => () => void

/** Labels and commands: within reach of a thumb, whatever the length of the text. */
export function drawPanel(marker: Marker, act: Act): TemplateResult {
  const { t, rules, chosenMark } = marker
  return html`
    <div class="panel">
      ${drawRadios(act, {
        name: t.labels,
        options: rules.labels,
        checked: chosenMark?.label ?? marker.pen,
        pick: (value) => marker.setLabel(value),
        classOf: (value) => colourClass(rules.labels, value),
        keyOf: (index) => (index < 9 ? String(index + 1) : ''),
      })}
      ${
        rules.grades.length === 0
          ? nothing
          : drawRadios(act, {
              name: t.grades,
              options: rules.grades,
              checked: chosenMark?.grade ?? marker.grade ?? rules.grades[0]!.value,
              pick: (value) => marker.setGrade(value),
              classOf: () => '',
              keyOf: () => '',
            })
      }
      ${chosenMark === null || rules.relations.length === 0 ? nothing : drawLinkButtons(marker, act)}
      <div class="row">
        ${drawButton(
          t.finish,
          marker.selection !== null && marker.pen !== null,
          act(() => marker.finish()),
        )}
        ${drawButton(
          t.undo,
          marker.canUndo,
          act(() => marker.undo()),
        )}
        ${drawButton(
          t.redo,
          marker.canRedo,
          act(() => marker.redo()),
        )}
        ${drawButton(
          t.remove,
          chosenMark !== null,
          act(() => marker.remove()),
        )}
        <button type="button" aria-pressed=${marker.marks.nothing ? 'true' : 'false'} @click=${act(() => marker.toggleNothing())}>
          ${t.nothing}
        </button>
      </div>
      <p class="said" role="status">${marker.said}</p>
    </div>
  `
}

/** Not `disabled`: a button that goes dead under the focus would drop it. */
function drawButton(name: string, isPossible: boolean, act: () => void): TemplateResult {
  return html`<button type="button" aria-disabled=${isPossible ? 'false' : 'true'} @click=${isPossible ? act : nothing}>${name}</button>`
}

interface Radios {
  readonly name: string
  readonly options: readonly Option[]
  readonly checked: string | null
  pick(value: string): void
  classOf(value: string): string
  keyOf(index: number): string
}

/** Arrows only walk: what they would pick would change the chosen span on the way. */
function drawRadios(act: Act, { name, options, checked, pick, classOf, keyOf }: Radios): TemplateResult {
  const place = Math.max(
    0,
    options.findIndex(({ value }) => value === checked),
  )
  return html`<div class="row" role="radiogroup" aria-label=${name} @keydown=${walk}>
    ${options.map(
      ({ value, name: label }, index) =>
        html`<button
          type="button"
          role="radio"
          aria-checked=${value === checked ? 'true' : 'false'}
          tabindex=${index === place ? 0 : -1}
          class=${classOf(value)}
          @click=${act(() => pick(value))}
        >
          ${label}${keyOf(index) === '' ? nothing : html`<kbd aria-hidden="true">${keyOf(index)}</kbd>`}
        </button>`,
    )}
  </div>`
}

function walk(event: KeyboardEvent): void {
  const by = ['ArrowRight', 'ArrowDown'].includes(event.key) ? 1 : ['ArrowLeft', 'ArrowUp'].includes(event.key) ? -1 : 0
  if (by === 0 || !(event.currentTarget instanceof HTMLElement)) return
  const radios = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="radio"]')]
  const at = radios.findIndex((radio) => radio === event.target)
  radios[(at + by + radios.length) % radios.length]?.focus()
  event.preventDefault()
}

function drawLinkButtons(marker: Marker, act: Act): TemplateResult {
  const { t, rules } = marker
  return html`<div class="row">
    ${rules.relations.map(
      ({ value, name }) =>
        html`<button
          type="button"
          aria-pressed=${marker.linking?.label === value ? 'true' : 'false'}
          @click=${act(() => marker.link(value))}
        >
          ${t.linkFrom({ label: name })}
        </button>`,
    )}
  </div>`
}

/** Everything marked, as buttons: each is found, chosen, changed and deleted without the text. */
export function drawLists(marker: Marker, act: Act): TemplateResult {
  const { t, marks, rules } = marker
  return html`
    ${
      marks.spans.length === 0
        ? nothing
        : html`<div>
            <h3>${t.marked}</h3>
            <ul class="list">
              ${marks.spans.map(
                (mark) =>
                  html`<li>
                    <button
                      type="button"
                      aria-pressed=${mark.id === marker.chosen ? 'true' : 'false'}
                      class=${colourClass(rules.labels, mark.label)}
                      @click=${act(() => marker.choose(mark.id))}
                    >
                      ${t.span(marker.namesOf(mark))}
                    </button>
                  </li>`,
              )}
            </ul>
          </div>`
    }
    ${
      marks.relations.length === 0
        ? nothing
        : html`<div>
            <h3>${t.links}</h3>
            <ul class="list">
              ${marks.relations.map((relation) => {
                const link = marker.relationWords(relation)
                return html`<li>
                  <button type="button" aria-label=${t.removeLink({ link })} @click=${act(() => marker.removeRelation(relation))}>
                    ${link} <span aria-hidden="true">✕</span>
                  </button>
                </li>`
              })}
            </ul>
          </div>`
    }
  `
}
