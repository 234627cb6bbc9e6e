import { html } from 'lit'
import { PEDAL_COMMANDS, type PedalCommand, type PedalKeys } from './pedal-keys.ts'
import type { TranscriberWords } from './transcriber.messages.ts'

export interface PedalSettings {
  readonly t: TranscriberWords
  readonly keys: PedalKeys
  /** the command whose key is being chosen */
  readonly waitingFor: PedalCommand | null
  choose(command: PedalCommand): void
  onKey(event: KeyboardEvent): void
}

/** The keys that work while writing, each of which can be another. */
export function pedalSettings({ t, keys, waitingFor, choose, onKey }: PedalSettings) {
  return html`<details @keydown=${onKey}>
    <summary>${t.keys}</summary>
    <div>
      <p class="soft">${t.keysHelp}</p>
      ${PEDAL_COMMANDS.map(
        (command) =>
          html`<div class="bar">
            <button type="button" @click=${() => choose(command)}>
              ${t.commands[command]} <kbd>${waitingFor === command ? t.press : keys[command]}</kbd>
            </button>
          </div>`,
      )}
    </div>
  </details>`
}
