import { html, nothing, svg, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { colourAt } from './colours.ts'
import type { LabelChoice, ShapeQuestion } from './drawing-options.ts'
import type { DrawingState } from './drawing-state.ts'
import type { DrawingMessages } from './drawing.messages.ts'
import type { Waiting } from './opening.ts'
import { boxBetween, boxCorners, type Drawn, type Seen } from './shapes.ts'
import { figuresOf, placeOf } from './spoken.ts'
import { swatch } from './swatch.ts'

/** What the parts of the element are drawn from. */
export interface DrawingParts {
  readonly t: DrawingMessages
  readonly state: DrawingState
  readonly labels: readonly LabelChoice[]
  readonly questions: readonly ShapeQuestion[]
  nameOf(label: string): string
  colourOf(label: string): string
  /** how a shape differs from what was suggested; null when nothing was */
  changeOf(shape: Drawn): 'added' | 'changed' | 'untouched' | null
}

export const colourOfLabel = (labels: readonly LabelChoice[], label: string): string => {
  const index = labels.findIndex(({ value }) => value === label)
  return labels[index]?.colour ?? colourAt(index)
}

export function labelsTemplate({ t, state, labels, colourOf }: DrawingParts): TemplateResult {
  return html`<div class="labels" role="radiogroup" aria-label=${t.labels}>
    ${labels.map(
      ({ value, name }, index) =>
        html`<label class="label">
          <input type="radio" name="label" .checked=${state.label === value} @change=${() => state.chooseLabel(value)} />
          <span class="swatch" ${swatch(colourOf(value))}></span><span>${name}</span>
          ${index < 9 ? html`<kbd aria-hidden="true">${index + 1}</kbd>` : nothing}
        </label>`,
    )}
  </div>`
}

export function toolsTemplate({ t, state }: DrawingParts): TemplateResult {
  const button = (name: string, isPossible: boolean, act: () => void, pressed?: boolean) =>
    html`<button type="button" aria-disabled=${!isPossible} aria-pressed=${pressed ?? nothing} @click=${() => isPossible && act()}>
      ${name}
    </button>`
  return html`<div class="row" role="group" aria-label=${t.tools}>
    ${button(t.finish, state.canFinish, () => state.finish())} ${button(t.undo, state.canUndo, () => state.undo())}
    ${button(t.redo, state.canRedo, () => state.redo())}
    ${button(t.delete, state.draft !== null || state.selected !== null, () => state.remove())}
    ${state.rules.tool === 'keypoints' && state.draft !== null ? button(t.missingPoint, true, () => state.addPoint([0, 0], 0)) : nothing}
    ${button(t.nothingToLabel, true, () => state.sayNothing(), state.nothing)}
  </div>`
}

const ICONS = {
  zoomIn: svg`<path d="M12 5v14M5 12h14" />`,
  zoomOut: svg`<path d="M5 12h14" />`,
  whole: svg`<path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5" />`,
  hand: svg`<path d="M12 3v18M3 12h18M9 6l3-3 3 3M9 18l3 3 3-3M6 9l-3 3 3 3M18 9l3 3-3 3" />`,
  snap: svg`<path d="M5 4v8a7 7 0 0 0 14 0V4h-4v8a3 3 0 0 1-6 0V4zM5 8h4M15 8h4" />`,
} as const

export interface ViewActions {
  /** null where a drag moves the view anyhow */
  readonly hand: boolean | null
  readonly snap: boolean | null
  zoom(steps: number): void
  showWhole(): void
  toggleHand(): void
  toggleSnap(): void
}

export function viewTemplate(t: DrawingMessages, actions: ViewActions): TemplateResult {
  const button = (name: keyof typeof ICONS, act: () => void, pressed?: boolean) =>
    html`<button type="button" class="icon" aria-label=${t[name]} title=${t[name]} aria-pressed=${pressed ?? nothing} @click=${act}>
      <svg viewBox="0 0 24 24" aria-hidden="true">${ICONS[name]}</svg>
    </button>`
  return html`<div class="row" role="group" aria-label=${t.view}>
    ${button('zoomOut', () => actions.zoom(-1))} ${button('zoomIn', () => actions.zoom(1))} ${button('whole', () => actions.showWhole())}
    ${actions.hand === null ? nothing : button('hand', () => actions.toggleHand(), actions.hand)}
    ${actions.snap === null ? nothing : button('snap', () => actions.toggleSnap(), actions.snap)}
  </div>`
}

export function listTemplate(parts: DrawingParts, choose: (shape: Drawn) => void): TemplateResult {
  const { t, state, nameOf, colourOf, changeOf } = parts
  const { tool } = state.rules
  const empty = state.nothing ? t.saidNothing : t.noShapes
  return html`<h3 id="shapes">${t.shapes}${state.shapes.length > 0 ? ` (${state.shapes.length})` : ''}</h3>
    ${state.shapes.length === 0 ? html`<p class="quiet">${empty}</p>` : nothing}
    <ol class="shape-list" aria-labelledby="shapes" ?hidden=${state.shapes.length === 0}>
      ${repeat(
        state.shapes,
        ({ id }) => id,
        (shape) => {
          const change = changeOf(shape)
          return html`<li>
            <button type="button" data-shape=${shape.id} aria-pressed=${state.selected === shape.id} @click=${() => choose(shape)}>
              <span class="swatch" ${swatch(colourOf(shape.label))}></span><span aria-hidden="true">${nameOf(shape.label)}</span>
              ${change === null ? html`<span></span>` : html`<span class="state" aria-hidden="true">${t.states[change]}</span>`}
              <span class="figures" aria-hidden="true">${figuresOf(shape, tool)}</span>
              <span class="unseen">${placeOf(shape, { t, tool, nameOf })}${change === null ? '' : `, ${t.states[change]}`}</span>
            </button>
          </li>`
        },
      )}
    </ol>`
}

/** What can be said of the selected shape beside its label: figures of a box, points of a skeleton, the questions of the batch. */
export function selectedTemplate(parts: DrawingParts): TemplateResult | typeof nothing {
  const { t, state, questions } = parts
  const shape = state.find(state.selected)
  if (shape === null || state.rules.readOnly) return nothing
  const { tool } = state.rules
  return html`${tool === 'box' ? boxFields(t, state, shape) : nothing} ${tool === 'keypoints' ? pointFields(t, state, shape) : nothing}
  ${
    questions.length === 0
      ? nothing
      : html`<div class="fields">
          ${questions.map(
            ({ value, name, options }) =>
              html`<label class="wide"
                >${name}
                <select
                  @change=${(event: Event) => state.replace({ ...shape, attrs: answered(shape.attrs, value, (event.target as HTMLSelectElement).value) })}
                >
                  <option value="" ?selected=${shape.attrs[value] === undefined}>–</option>
                  ${options.map((option) => html`<option value=${option.value} ?selected=${shape.attrs[value] === option.value}>${option.name}</option>`)}
                </select></label
              >`,
          )}
        </div>`
  }`
}

function answered(attrs: Drawn['attrs'], question: string, value: string): Drawn['attrs'] {
  const rest = Object.entries(attrs).filter(([name]) => name !== question)
  return Object.fromEntries(value === '' ? rest : [...rest, [question, value]])
}

function boxFields(t: DrawingMessages, state: DrawingState, shape: Drawn): TemplateResult {
  const [[left, top], [right, bottom]] = boxCorners(shape)
  const field = (name: string, value: number, min: number, max: number, boxOf: (value: number) => Drawn['points']) =>
    html`<label
      >${name}
      <input
        type="number"
        inputmode="numeric"
        step="1"
        min=${min}
        max=${max}
        .value=${String(value)}
        @change=${(event: Event) => {
          const input = event.target as HTMLInputElement
          const typed = Math.min(Math.max(Math.round(input.valueAsNumber), min), max)
          // what cannot be read changes nothing, and what is the case shows again
          if (Number.isFinite(typed)) state.replace({ ...shape, points: boxOf(typed) })
          input.value = String(Number.isFinite(typed) ? typed : value)
        }}
    /></label>`
  const { w, h } = state.size
  const [width, height] = [right - left, bottom - top]
  return html`<fieldset class="fields">
    <legend>${t.position}</legend>
    ${field(t.left, left, 0, w - width, (x) => boxBetween([x, top], [x + width, bottom], state.size))}
    ${field(t.top, top, 0, h - height, (y) => boxBetween([left, y], [right, y + height], state.size))}
    ${field(t.width, width, 1, w - left, (wide) => boxBetween([left, top], [left + wide, bottom], state.size))}
    ${field(t.height, height, 1, h - top, (high) => boxBetween([left, top], [right, top + high], state.size))}
  </fieldset>`
}

function pointFields(t: DrawingMessages, state: DrawingState, shape: Drawn): TemplateResult {
  const skeleton = state.rules.skeletons(shape.label)
  return html`<fieldset class="fields">
    <legend>${t.pointsOf}</legend>
    ${skeleton.points.map(
      ({ name }, index) =>
        html`<label
          >${name}
          <select
            @change=${(event: Event) => state.replace(withSeen(shape, index, Number((event.target as HTMLSelectElement).value) as Seen))}
          >
            ${([2, 1, 0] as const).map((seen) => html`<option value=${seen} ?selected=${shape.seen[index] === seen}>${t.seen[seen]}</option>`)}
          </select></label
        >`,
    )}
  </fieldset>`
}

/** A point that comes back begins in the middle of the others, to be moved from there. */
function withSeen(shape: Drawn, index: number, seen: Seen): Drawn {
  const there = shape.points.filter((_, i) => shape.seen[i] !== 0)
  const mean = (axis: 0 | 1) => Math.round(there.reduce((sum, point) => sum + point[axis], 0) / Math.max(1, there.length))
  const isBack = shape.seen[index] === 0 && seen !== 0
  const points = shape.points.map((point, i) =>
    i !== index ? point : seen === 0 ? ([0, 0] as const) : isBack ? ([mean(0), mean(1)] as const) : point,
  )
  return { ...shape, points, seen: shape.seen.map((each, i) => (i === index ? seen : each)) }
}

export function keysTemplate(t: DrawingMessages, hasSkeleton: boolean): TemplateResult {
  const keys = [...t.keyList, ...(hasSkeleton ? t.keypointKeys : [])]
  return html`<details>
    <summary>${t.keys}</summary>
    <dl class="keys">
      ${keys.map(
        ([key, does]) =>
          html`<dt><kbd>${key}</kbd></dt>
            <dd>${does}</dd>`,
      )}
    </dl>
  </details>`
}

/** What cannot be shown however often it is fetched has no way to be fetched anew. */
export function waitTemplate(t: DrawingMessages, waiting: Waiting, again: () => void): TemplateResult {
  const hasFailed = waiting !== 'loading' && waiting !== 'slow'
  const mayComeAgain = waiting !== 'loading' && waiting !== 'too_large'
  return html`<div class="wait ${hasFailed ? 'failed' : ''}" role=${hasFailed ? 'alert' : 'status'}>
    <p>${t[waiting]}</p>
    ${mayComeAgain ? html`<button type="button" @click=${again}>${t.tryAgain}</button>` : nothing}
  </div>`
}
