import { html, nothing } from 'lit'
import type { Segment } from '@canut/contract'
import type { SegmentFault } from './segments.ts'
import { toMilliseconds } from './segments.ts'
import type { TranscriberWords } from './transcriber.messages.ts'

export type RowCommand =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'speaker'; readonly name: string }
  | { readonly kind: 'time'; readonly side: 'start' | 'end'; readonly seconds: number }
  | { readonly kind: 'here'; readonly side: 'start' | 'end' }
  | { readonly kind: 'play' | 'remove' | 'focus' }

export interface SegmentRow {
  readonly row: Segment & { readonly id: number }
  readonly number: number
  readonly fault: SegmentFault | null
  readonly isCurrent: boolean
  readonly speakers: readonly string[]
  readonly textLang: string
  readonly disabled: boolean
  readonly t: TranscriberWords
  readonly language: string
  on(command: RowCommand): void
}

/** One segment: its times as numbers and by the sound, who speaks, and what is said. */
export function segmentRow(of: SegmentRow) {
  const { row, number, fault, t, on, disabled } = of
  return html`<li class=${of.isCurrent ? 'current' : ''} data-row=${row.id} @focusin=${() => on({ kind: 'focus' })}>
    <div class="times">
      <span class="number">${number}</span>
      ${time(of, 'start')} ${time(of, 'end')} ${of.speakers.length === 0 ? nothing : speaker(of)}
      <button type="button" class="push" aria-label=${t.playSegment(number)} @click=${() => on({ kind: 'play' })}>▶</button>
      ${
        disabled
          ? nothing
          : html`<button type="button" aria-label=${t.removeSegment(number)} @click=${() => on({ kind: 'remove' })}>${t.remove}</button>`
      }
    </div>
    <textarea
      rows="2"
      aria-label=${t.textOf(number)}
      lang=${of.textLang || nothing}
      dir="auto"
      .value=${row.text}
      ?readonly=${disabled}
      aria-invalid=${fault === 'empty' ? 'true' : nothing}
      @input=${(event: Event) => on({ kind: 'text', text: (event.target as HTMLTextAreaElement).value })}
    ></textarea>
    ${fault === null || fault === 'empty' ? nothing : html`<p class="fault">${t.faults[fault]}</p>`}
  </li>`
}

function time({ row, number, t, on, disabled }: SegmentRow, side: 'start' | 'end') {
  const [label, name, here] =
    side === 'start' ? [t.start, t.startOf(number), t.setStart(number)] : [t.end, t.endOf(number), t.setEnd(number)]
  return html`<span class="pair">
    <label>
      <span aria-hidden="true">${label}</span>
      <input
        type="number"
        min="0"
        step="0.1"
        inputmode="decimal"
        aria-label=${name}
        .value=${String(row[side])}
        ?readonly=${disabled}
        @change=${(event: Event) => {
          const { valueAsNumber } = event.target as HTMLInputElement
          if (Number.isFinite(valueAsNumber)) on({ kind: 'time', side, seconds: toMilliseconds(valueAsNumber) })
        }}
      />
    </label>
    ${
      disabled
        ? nothing
        : html`<button type="button" aria-label=${here} title=${here} @click=${() => on({ kind: 'here', side })}>${t.here}</button>`
    }
  </span>`
}

function speaker({ row, number, speakers, t, on, disabled }: SegmentRow) {
  const known = row.speaker === undefined || row.speaker === '' || speakers.includes(row.speaker) ? speakers : [...speakers, row.speaker]
  return html`<label>
    <span aria-hidden="true">${t.speaker}</span>
    <select
      aria-label=${t.speakerOf(number)}
      ?disabled=${disabled}
      @change=${(event: Event) => on({ kind: 'speaker', name: (event.target as HTMLSelectElement).value })}
    >
      <option value="" ?selected=${(row.speaker ?? '') === ''}>${t.nobody}</option>
      ${known.map((name) => html`<option value=${name} ?selected=${name === row.speaker}>${name}</option>`)}
    </select>
  </label>`
}
