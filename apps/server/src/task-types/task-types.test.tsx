import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { locales } from '../platform/i18n/index.ts'
import { findTaskType, getTaskSetup, isIssueCode, issueSentence, taskTypes } from './index.ts'
import { messages } from './task-types.messages.ts'
import { parse, render, screenOf, sent } from '../testing/task-screens.tsx'

describe('the registry', () => {
  it('finds types by name, and nothing else', () => {
    expect(taskTypes.map(({ name }) => name)).toEqual([
      'text-class',
      'spans',
      'translation',
      'image-class',
      'bbox',
      'polygon',
      'mask',
      'keypoints',
      'pairwise',
      'ranking',
      'transcribe',
      'check',
      'voice',
      'collect',
      'template',
    ])
    expect(taskTypes.map(({ name }) => findTaskType(name))).toEqual(taskTypes)
    expect(['', 'constructor', '__proto__', 'Text-Class'].map(findTaskType)).toEqual([null, null, null, null])
  })

  it('opens equal settings once', () => {
    const settings = findTaskType('text-class')?.sample.settings
    expect(getTaskSetup('text-class', structuredClone(settings))).toBe(getTaskSetup('text-class', settings))
    expect(getTaskSetup('image-class', settings)).not.toBe(getTaskSetup('text-class', settings))
  })

  it('throws on stored settings that cannot be', () => {
    expect(() => getTaskSetup('text-class', { labels: [] })).toThrow('stored settings of a text-class batch are invalid')
    expect(() => getTaskSetup('text-klass', {})).toThrow('no task type named text-klass')
  })

  it('keeps a bounded number of setups', () => {
    const settings = (value: string) => ({ labels: [{ value }, { value: 'other' }] })
    const first = getTaskSetup('text-class', settings('first'))
    for (let i = 0; i < 500; i++) getTaskSetup('text-class', settings(`label ${i}`))
    expect(getTaskSetup('text-class', settings('first'))).not.toBe(first)
  })
})

describe('issueSentence', () => {
  it.each(locales)('has a whole sentence in %s for every code, even without figures', (locale) => {
    const sentences = Object.keys(messages.en.issues).map((code) => issueSentence({ path: 'text', code, params: {} }, locale))
    expect(sentences.filter((sentence) => !/^[“«\p{Lu}].*\.$/u.test(sentence) || sentence.includes('undefined'))).toEqual([])
  })

  it('names the line of a list and the field of a form', () => {
    expect(issueSentence({ path: 'labels', code: 'required', params: { line: 3 } }, 'en')).toBe('Line 3: A value is needed.')
    expect(issueSentence({ path: 'total', code: 'required', params: { en: 'Total', fr: 'Somme' } }, 'fr')).toBe(
      'Somme\u00a0: Il faut une valeur.',
    )
  })

  it('takes an unknown code for a bug', () => {
    expect(isIssueCode('toString')).toBe(false)
    expect(() => issueSentence({ path: '', code: 'toString', params: {} }, 'en')).toThrow('toString')
  })
})

describe.each(taskTypes)('$name', (type) => {
  const setup = getTaskSetup(type.name, type.sample.settings)
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  const rows = type.sample.rows.map((row) => setup.readRow(row))
  const payloads = rows.map((row) => (row.ok ? row.value.payload : null))

  it('has settings that are stored as they are read', () => {
    expect(setup.settings).toEqual(JSON.parse(JSON.stringify(setup.settings)))
    expect(type.setUp(setup.settings)).toMatchObject({ ok: true, value: { settings: setup.settings } })
    expect(ajv.compile(type.settingsSchema)(type.sample.settings)).toBe(true)
  })

  it('has a sample that it reads, with gold tasks and all its drawings', () => {
    expect(rows.filter((row) => !row.ok)).toEqual([])
    const goldLeast = setup.columns.truth === null ? 0 : 3
    expect(rows.filter((row) => row.ok && row.value.truth !== null).length).toBeGreaterThanOrEqual(goldLeast)
    const names = payloads.flatMap((payload) => setup.mediaNames(payload))
    expect(names).toEqual([...type.sample.drawings, ...(type.sample.sounds ?? [])].map(({ name }) => name))
    for (const { wav } of type.sample.sounds ?? []) expect(Buffer.from(wav().slice(0, 4)).toString()).toBe('RIFF')
    for (const { svg } of type.sample.drawings) expect(parse(svg).querySelectorAll('svg > *').length).toBeGreaterThan(2)
  })

  it.each(type.presets.map((preset) => [preset.name, preset] as const))(
    'has a preset %s that is stored and read as it is',
    (_name, preset) => {
      const made = getTaskSetup(type.name, preset.sample.settings)
      expect(made.settings).toEqual(preset.sample.settings)
      const read = preset.sample.rows.map((row) => made.readRow(row))
      expect(read.filter((row) => !row.ok)).toEqual([])
      const golds = read.flatMap((row) => (row.ok && row.value.truth !== null ? [row.value] : []))
      expect(golds.length).toBeGreaterThanOrEqual(made.columns.truth === null ? 0 : 3)
      for (const { payload, truth } of golds) expect(made.check(truth, payload)).toEqual({ ok: true, value: truth })
      const names = read.flatMap((row) => (row.ok ? [...made.mediaNames(row.value.payload)] : []))
      const { drawings, sounds = [], films = [] } = preset.sample
      expect(names).toEqual([...drawings, ...sounds, ...films].map(({ name }) => name))
      for (const { webm } of films) expect(Buffer.from(webm().slice(0, 4)).toString('hex')).toBe('1a45dfa3')
    },
  )

  it('has truths that are responses', () => {
    const matches = ajv.compile(setup.responseSchema)
    for (const row of rows) {
      if (!row.ok || row.value.truth === null) continue
      expect(setup.check(row.value.truth, row.value.payload)).toEqual({ ok: true, value: row.value.truth })
      expect(matches(row.value.truth)).toBe(true)
      expect(setup.truthLabel(row.value.truth)).toBe(setup.label(row.value.truth))
      const isLabel = typeof setup.truthLabel(row.value.truth) === 'string'
      expect(isLabel || setup.consolidation?.kind !== 'labels').toBe(true)
      expect(setup.judge(row.value.truth, row.value.truth)).toEqual({ right: true, score: 1 })
    }
  })

  it('gives settings a form from which the same settings come back', () => {
    for (const locale of locales) {
      const html = render(type.SettingsFields({ settings: setup.settings, issues: [], locale }))
      expect(type.setUp(type.settingsFromForm(sent(html)))).toMatchObject({ ok: true, value: { settings: setup.settings } })
    }
  })

  it.each([null, undefined, 7, 'text', [], { labels: 7, fields: 'x', material: [null] }, { labels: [null, 3], fields: [null, 7] }])(
    'says what is wrong with the settings %j, and shows a form for them',
    (settings) => {
      const result = type.setUp(settings)
      const issues = result.ok ? [] : result.error
      expect(issues.length).toBeGreaterThan(0)
      for (const locale of locales) {
        for (const issue of issues) expect(issueSentence(issue, locale)).toMatch(/\S/)
        expect(render(type.SettingsFields({ settings, issues, locale }))).toContain('<label')
      }
    },
  )

  it('gives a response a form from which the same response comes back', () => {
    for (const [index, row] of rows.entries()) {
      if (!row.ok || row.value.truth === null) continue
      const html = screenOf(setup, { payload: payloads[index], response: row.value.truth })
      expect(setup.check(setup.fromForm(sent(html)), row.value.payload)).toEqual({ ok: true, value: row.value.truth })
    }
  })

  it('shows every response as it was and sends nothing when read only', () => {
    const truth = rows[0]?.ok === true ? rows[0].value.truth : null
    const html = screenOf(setup, { payload: payloads[0], response: truth, readOnly: true })
    expect([...sent(html).keys()]).toEqual([])
    expect(html).toContain('disabled')
  })

  it.each([
    null,
    undefined,
    0,
    'x',
    [],
    [1],
    {},
    { label: null },
    { labels: 'x' },
    { labels: [{}] },
    { corrected: {} },
    { __proto__: null, x: 1 },
  ])('refuses the response %j with sentences, and still shows and describes it', (response) => {
    const result = setup.check(response, payloads[0])
    expect(result.ok ? [] : result.error).not.toEqual([])
    for (const locale of locales) {
      for (const issue of result.ok ? [] : result.error) expect(issueSentence(issue, locale)).toMatch(/\S/)
      expect(screenOf(setup, { payload: payloads[0], response, locale })).toContain('name="response.')
      expect(setup.describe(response, locale)).toEqual(expect.any(String))
    }
    expect(Object.keys(setup.toRow(response))).toEqual(setup.rowColumns)
    expect(setup.label(response)).toBeNull()
  })

  it('shows an issue at its control, and gives that control the id that summaries link to', () => {
    const result = setup.check({}, payloads[0])
    const issues = result.ok ? [] : result.error
    const document = parse(screenOf(setup, { payload: payloads[0], issues }))
    for (const issue of issues) {
      expect(document.querySelector(`[id="f-${issue.path}"]`)?.tagName).toMatch(/INPUT|TEXTAREA|SELECT|^CANUT-/)
      expect(document.querySelector(`[id="f-${issue.path}-errors"]`)?.textContent).toBe(issueSentence(issue, 'en'))
    }
  })
})
