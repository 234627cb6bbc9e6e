import { html, nothing, type TemplateResult } from 'lit'
import type { LabelChoice } from '../drawing/drawing-options.ts'
import { swatch } from '../drawing/swatch.ts'
import { MASK_TOOLS, type MaskState, type MaskTool } from './mask-state.ts'
import type { MaskMessages } from './mask.messages.ts'

export interface MaskParts {
  readonly t: MaskMessages
  readonly state: MaskState
  readonly labels: readonly LabelChoice[]
  nameOf(label: string): string
  /** of a region's number */
  colourOf(number: number): string
  colourOfLabel(label: string): string
  /** share of the picture, as words */
  shareOf(number: number): string
  /** a region as somebody reads it aloud: its label, its share, and where it lies; '' where nothing of it is painted */
  placeOf(number: number): string
  changed(): void
}

export function labelChoices({ t, state, labels, colourOfLabel }: MaskParts): TemplateResult {
  return html`<div class="labels" role="radiogroup" aria-label=${t.labels}>
    ${labels.map(
      ({ value, name }, index) =>
        html`<label class="label">
          <input type="radio" name="label" .checked=${state.label === value} @change=${() => state.chooseLabel(value)} />
          <span class="swatch" ${swatch(colourOfLabel(value))}></span><span>${name}</span>
          ${index < 9 ? html`<kbd aria-hidden="true">${index + 1}</kbd>` : nothing}
        </label>`,
    )}
  </div>`
}

export function paintTools(parts: MaskParts): TemplateResult {
  const { t, state, changed } = parts
  const choose = (tool: MaskTool) => () => {
    state.tool = tool
    changed()
  }
  const button = (name: string, isPossible: boolean, act: () => void, pressed?: boolean) =>
    html`<button type="button" aria-disabled=${!isPossible} aria-pressed=${pressed ?? nothing} @click=${() => isPossible && act()}>
      ${name}
    </button>`
  return html`<div class="row" role="group" aria-label=${t.tools}>
      ${MASK_TOOLS.map((tool) => button(t.tool[tool], true, choose(tool), state.tool === tool))}
    </div>
    <div class="row" role="group" aria-label=${t.actions}>
      ${button(t.finish, state.outline.length >= 3, () => state.finish())}
      ${button(t.undo, state.canUndo || state.outline.length > 0, () => state.undo())} ${button(t.redo, state.canRedo, () => state.redo())}
      ${button(t.delete, state.selected > 0, () => state.remove())}
      ${state.instances ? button(t.newThing, state.selected > 0, () => state.beginNew()) : nothing}
      ${button(t.nothingToLabel, true, () => state.sayNothing(), state.nothing)}
    </div>
    ${state.tool === 'wand' ? slider(t.tolerance, state.tolerance, [0, 128, 1], t.ofColours(state.tolerance), (value) => (state.tolerance = value), changed) : nothing}
    ${
      state.tool === 'brush' || state.tool === 'eraser'
        ? slider(
            t.size,
            state.radius * 2,
            [1, 200, 1],
            t.pixels(Math.round(state.radius * 2)),
            (value) => (state.radius = value / 2),
            changed,
          )
        : nothing
    }`
}

function slider(
  name: string,
  value: number,
  [min, max, step]: readonly [number, number, number],
  words: string,
  set: (value: number) => void,
  changed: () => void,
): TemplateResult {
  // no <output> for the words: it comes first in the label, which would then be its own and not the slider's
  return html`<label class="slider"
    ><span>${name}: ${words}</span
    ><input
      type="range"
      min=${min}
      max=${max}
      step=${step}
      .value=${String(value)}
      aria-valuetext=${words}
      @input=${(event: Event) => {
        set((event.target as HTMLInputElement).valueAsNumber)
        // a setting of the tool is no part of the response
        event.stopPropagation()
        changed()
      }}
  /></label>`
}

export function regionList({ t, state, nameOf, colourOf, shareOf, placeOf }: MaskParts): TemplateResult {
  const isPainted = state.regions.some((_, index) => shareOf(index + 1) !== '')
  return html`<h3 id="regions">${t.regions}</h3>
    ${isPainted ? nothing : html`<p class="quiet">${state.nothing ? t.saidNothing : t.noRegions}</p>`}
    <ol class="shape-list" aria-labelledby="regions" ?hidden=${!isPainted}>
      ${state.regions.map(({ label }, index) => {
        const share = shareOf(index + 1)
        return share === ''
          ? nothing
          : html`<li>
              <button type="button" aria-pressed=${state.selected === index + 1} @click=${() => state.select(index + 1)}>
                <span class="swatch" ${swatch(colourOf(index + 1))}></span><span aria-hidden="true">${nameOf(label)}</span><span></span>
                <span class="figures" aria-hidden="true">${share}</span>
                <span class="unseen">${placeOf(index + 1)}</span>
              </button>
            </li>`
      })}
    </ol>`
}

export function keyTable(t: MaskMessages): TemplateResult {
  return html`<details>
    <summary>${t.keys}</summary>
    <dl class="keys">
      ${t.keyList.map(
        ([key, does]) =>
          html`<dt><kbd>${key}</kbd></dt>
            <dd>${does}</dd>`,
      )}
    </dl>
  </details>`
}
