import { DEFAULT_MAX_LENGTH, type EntryField } from './collect.settings.ts'

/** A field of a preset, with what most fields have: settings of presets are stored as they are. */
export function presetField(name: string, en: string, fr: string, more: Partial<EntryField>): EntryField {
  return {
    name,
    en,
    fr,
    kind: 'line',
    required: true,
    maxLength: DEFAULT_MAX_LENGTH,
    prefill: '',
    choices: [],
    fewest: 1,
    most: 1,
    accept: [],
    tolerance: 0,
    when: null,
    ...more,
  }
}
