import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile, parse, render, screenOf, sent } from '../../testing/task-screens.tsx'
import { getTaskSetup, issueSentence, sentencesOf } from '../index.ts'
import { collect } from './collect.tsx'

const receipt = getTaskSetup('collect', {
  material: ['image'],
  textLanguage: 'fr',
  answerLanguage: 'ar',
  fields: [
    { name: 'shop', en: 'Shop', fr: 'Magasin', maxLength: 40, prefill: 'ocr_shop' },
    { name: 'total', en: 'Total', fr: 'Somme', kind: 'number', prefill: 'ocr_total' },
    { name: 'day', en: 'Date', kind: 'date', required: false },
    { name: 'paid_by', kind: 'choice', required: false, choices: [{ value: 'cash', fr: 'Espèces' }, { value: 'card' }] },
    { name: 'notes', kind: 'paragraph', required: false, maxLength: 100 },
  ],
})
const one = getTaskSetup('collect', { fields: [{ name: 'words', kind: 'paragraph' }] })

const issuesOf = (result: { ok: boolean; error?: unknown }): unknown => (result.ok ? [] : result.error)
const full = { shop: 'Chez Lucie', total: 12.5, day: '2024-02-29', paid_by: 'cash', notes: 'two\nlines' }

describe('reading a row', () => {
  it('says which columns a file needs', () => {
    expect(receipt.columns).toEqual({
      required: ['image', 'ocr_shop', 'ocr_total'],
      optional: ['text', 'audio', 'video', 'alt', 'prediction', 'truth_total', 'truth_day', 'truth_paid_by', 'truth_notes'],
      truth: 'truth',
    })
  })

  it('keeps material, values to start from and truths', () => {
    const row = {
      image: 'r1.jpg',
      text: 'Ticket',
      audio: 'a.ogg',
      alt: 'A receipt',
      ocr_shop: 'Chez Luc1e',
      ocr_total: '12,5',
      truth: 'Chez Lucie',
      truth_total: '12.50',
      truth_day: '2024-02-29',
      truth_paid_by: 'cash',
      truth_notes: 'two\r\nlines',
    }
    expect(receipt.readRow(row)).toEqual({
      ok: true,
      value: {
        payload: { text: 'Ticket', image: 'r1.jpg', alt: 'A receipt', audio: 'a.ogg', prefill: { shop: 'Chez Luc1e', total: 12.5 } },
        truth: full,
      },
    })
    expect(receipt.mediaNames({ image: 'r1.jpg', audio: 'a.ogg' })).toEqual(['r1.jpg', 'a.ogg'])
    expect(receipt.readRow({ image: 'r2.jpg', ocr_shop: '', ocr_total: '' })).toEqual({
      ok: true,
      value: { payload: { image: 'r2.jpg' }, truth: null },
    })
  })

  it.each([
    [{}, 'image', 'missing_value'],
    [{ image: 'a.jpg', text: '\u0000' }, 'text', 'nul_character'],
    [{ image: 'a.jpg', audio: 'http://x.example/a.ogg' }, 'audio', 'media_address'],
    [{ image: 'a.jpg', ocr_shop: 'x'.repeat(41) }, 'ocr_shop', 'too_long'],
    [{ image: 'a.jpg', ocr_shop: 'a\nb' }, 'ocr_shop', 'line_break'],
    [{ image: 'a.jpg', ocr_total: 'twelve' }, 'ocr_total', 'not_a_number'],
    [{ image: 'a.jpg', ocr_total: '1,234' }, 'ocr_total', 'not_a_number'],
    [{ image: 'a.jpg', ocr_total: ['1'] }, 'ocr_total', 'not_text'],
    [{ image: 'a.jpg', truth: 'Chez Lucie' }, 'truth_total', 'required'],
    [{ image: 'a.jpg', truth: 'Chez Lucie', truth_total: 3, truth_day: '2023-02-29' }, 'truth_day', 'not_a_date'],
    [{ image: 'a.jpg', truth: 'Chez Lucie', truth_total: 3, truth_paid_by: 'gold' }, 'truth_paid_by', 'not_a_choice'],
  ])('refuses the row %j for its %s: %s', (row, path, code) => {
    expect(issuesOf(receipt.readRow(row))).toEqual([expect.objectContaining({ path, code })])
  })

  it('reads a column that the requester named like a thing of the language', () => {
    const odd = getTaskSetup('collect', { fields: [{ name: 'words', prefill: 'constructor' }] })
    expect(odd.readRow({ text: 'a' })).toMatchObject({ value: { payload: { text: 'a' } } })
    expect(odd.readRow(JSON.parse('{"text":"a","constructor":"b"}') as Record<string, unknown>)).toMatchObject({
      value: { payload: { prefill: { words: 'b' } } },
    })
  })
})

describe('a response', () => {
  it('is kept in the order of the fields, without empty ones, with one kind of line end', () => {
    expect(receipt.check({ notes: 'two\r\nlines', paid_by: 'cash', day: '2024-02-29', total: 12.5, shop: 'Chez Lucie' }, {})).toEqual({
      ok: true,
      value: full,
    })
    expect(receipt.check({ shop: 'a', total: -0, notes: '  ' }, {})).toEqual({ ok: true, value: { shop: 'a', total: 0 } })
  })

  it('is compared as it reads: in one Unicode form, whatever the spaces', () => {
    expect(one.label({ words: '  cafe\u0301 \n\u00a0 noir ' })).toBe('café noir')
    expect(one.label({ words: 'Café noir' })).not.toBe(one.label({ words: 'café noir' }))
    expect(one.truthLabel({ words: 'café  noir' })).toBe('café noir')
    expect(receipt.label({ total: 12.5, shop: ' a  b' })).toBe('{"shop":"a b","total":"12.5"}')
    expect(receipt.label({})).toBeNull()
  })

  it('reads as a person would write it', () => {
    expect(one.describe({ words: 'a\nb' }, 'en')).toBe('a\nb')
    expect(receipt.describe(full, 'fr')).toBe(
      'Magasin : Chez Lucie\nSomme : 12.5\nDate : 2024-02-29\npaid_by : Espèces\nnotes : two\nlines',
    )
    expect(receipt.toRow({ shop: 'a', total: 3 })).toEqual({ shop: 'a', total: '3', day: '', paid_by: '', notes: '' })
  })

  it.each([
    [{ total: 1 }, 'shop', 'required'],
    [{ shop: ' ', total: 1 }, 'shop', 'required'],
    [{ shop: 'a\u0000', total: 1 }, 'shop', 'nul_character'],
    [{ shop: 'a\uD800', total: 1 }, 'shop', 'broken_text'],
    [{ shop: 'a\nb', total: 1 }, 'shop', 'line_break'],
    [{ shop: 'x'.repeat(41), total: 1 }, 'shop', 'too_long'],
    [{ shop: 7, total: 1 }, 'shop', 'wrong_type'],
    [{ shop: 'a' }, 'total', 'required'],
    [{ shop: 'a', total: '12' }, 'total', 'not_a_number'],
    [{ shop: 'a', total: 1e15 }, 'total', 'not_a_number'],
    [{ shop: 'a', total: 1, day: '29/02/2024' }, 'day', 'not_a_date'],
    [{ shop: 'a', total: 1, paid_by: 'gold' }, 'paid_by', 'not_a_choice'],
    [{ shop: 'a', total: 1, x: 1 }, 'x', 'unknown_field'],
  ])('%j is refused at %s: %s', (response, path, code) => {
    expect(issuesOf(receipt.check(response, {}))).toEqual([expect.objectContaining({ path, code })])
  })

  it('is refused in the words of the form', () => {
    const result = receipt.check({ shop: 'a' }, {})
    const issues = result.ok ? [] : result.error
    expect(issues.map((issue) => issueSentence(issue, 'fr'))).toEqual(['Somme\u00a0: Il faut une valeur.'])
    expect(sentencesOf(issues, 'total', 'fr')).toEqual(['Il faut une valeur.'])
  })

  it('agrees with its JSON Schema', () => {
    const matches = new Ajv2020({ strict: false, validateFormats: false }).compile(receipt.responseSchema)
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 45 }),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('', ' ', '🧵'.repeat(40), '🧵'.repeat(41), 'a\n'),
    )
    const response = fc.record(
      {
        shop: fc.oneof(text, fc.anything()),
        total: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(1e15)),
        day: fc.oneof(fc.constantFrom('2024-02-29', '2023-02-29', '2024-13-01', '0000-01-01', '2024-2-1'), text),
        paid_by: fc.constantFrom('cash', 'card', 'gold', '', null),
        notes: fc.oneof(text, fc.constantFrom('x'.repeat(100), 'x'.repeat(101))),
        more: fc.anything(),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.oneof(response, fc.anything()), (each) => {
        expect(receipt.check(each, {}).ok).toBe(matches(each))
      }),
      { numRuns: 1000 },
    )
  })

  it('is the same after it was kept, compared and checked again', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 })
    fc.assert(
      fc.property(text, (words) => {
        const result = one.check({ words }, {})
        if (!result.ok) return
        expect(one.check(result.value, {})).toEqual(result)
        expect(one.label(result.value)).toBe(one.label({ words }))
      }),
    )
  })
})

describe('numbers as people type them', () => {
  const typed = (text: string): unknown => {
    const form = new FormData()
    form.set('response.shop', 'a')
    form.set('response.total', text)
    const result = receipt.check(receipt.fromForm(form), {})
    return result.ok ? (result.value as { total: unknown }).total : result.error.map(({ code }) => code)
  }

  it.each([
    ['12', 12],
    [' 1 234,50 ', 1234.5],
    ['1\u202f234,5', 1234.5],
    ['1234.5', 1234.5],
    ['−3', -3],
    ['+3', 3],
    ['0,123', 0.123],
    ['1,2345', 1.2345],
    ['007', 7],
    ['1e-7', 1e-7],
    ['123456789012345', 123456789012345],
  ])('%s is %s', (text, number) => expect(typed(text)).toBe(number))

  it.each(['1,234', '1,234.5', '1.234,5', '1234567890123456', '12.3.4', 'twelve', '0x10', 'NaN', 'Infinity', '1e999', '--1', '１２'])(
    '%s is not taken for a number',
    (text) => expect(typed(text)).toEqual(['not_a_number']),
  )

  it('come back as they are shown', () => {
    const shown = (total: number) => sent(screenOf(receipt, { payload: { image: 'a.png' }, response: { shop: 'a', total } }))
    const plain = fc.oneof(
      fc.integer({ min: -1e14, max: 1e14 }),
      fc.integer({ min: -99999, max: 99999 }).map((n) => n / 100),
    )
    fc.assert(
      fc.property(plain, (total) => {
        expect(receipt.fromForm(shown(total))).toMatchObject({ total: total === 0 ? 0 : total })
      }),
      { numRuns: 50 },
    )
  })
})

describe('the screen', () => {
  const payload = { text: hostile, image: 'a.png', audio: 'a.ogg', prefill: { shop: 'from OCR', total: 3 } }

  it('starts from the prefilled values, and from the response once there is one', () => {
    const fresh = parse(screenOf(receipt, { payload }))
    expect(fresh.querySelector('#f-shop')?.getAttribute('value')).toBe('from OCR')
    const emptied = parse(screenOf(receipt, { payload, response: {} }))
    expect(emptied.querySelector('#f-shop')?.getAttribute('value')).toBe('')
  })

  it('sends back every kind of field as it was', () => {
    const html = screenOf(receipt, { payload, response: { ...full, notes: '\n\nafter two empty lines' } })
    expect(receipt.check(receipt.fromForm(sent(html)), payload)).toEqual({
      ok: true,
      value: { ...full, notes: '\n\nafter two empty lines' },
    })
  })

  it('leaves optional fields open', () => {
    const html = screenOf(receipt, { payload, response: { shop: 'a', total: 1 } })
    expect(receipt.check(receipt.fromForm(sent(html)), payload)).toEqual({ ok: true, value: { shop: 'a', total: 1 } })
  })

  it('shows hostile values as text, in the right language and direction', () => {
    const document = parse(screenOf(one, { payload, response: { words: `</textarea>${hostile}` } }))
    expect([...document.querySelectorAll('script, [onload], [onerror]')]).toEqual([])
    expect(document.querySelector('textarea')?.textContent).toContain(`</textarea>${hostile}`)
    expect(document.querySelector('.task-text')?.getAttribute('dir')).toBe('auto')
    const shop = parse(screenOf(receipt, { payload })).querySelector('#f-shop')
    expect([shop?.getAttribute('lang'), shop?.getAttribute('dir'), shop?.getAttribute('maxlength')]).toEqual(['ar', 'auto', '40'])
  })

  it('plays audio with the controls of the browser', () => {
    const audio = parse(screenOf(receipt, { payload, locale: 'fr' })).querySelector('audio')
    expect(audio?.hasAttribute('controls')).toBe(true)
    expect(audio?.getAttribute('src')).toBe('/media/a.ogg')
    expect(audio?.getAttribute('aria-label')).toBe('Enregistrement de la tâche')
  })

  it('gives keys to the only choice, and to none when there are two', () => {
    const keys = (names: string[]) => {
      const fields = names.map((name) => ({ name, kind: 'choice', choices: [{ value: 'a' }, { value: 'b' }] }))
      const html = screenOf(getTaskSetup('collect', { fields }), { payload: { text: 'a' } })
      return [...parse(html).querySelectorAll('[data-key]')].map((input) => input.getAttribute('data-key'))
    }
    expect(keys(['one'])).toEqual(['1', '2'])
    expect(keys(['one', 'two'])).toEqual([])
  })

  it('lists more than nine choices instead of showing a wall of cards', () => {
    const fields = [{ name: 'month', kind: 'choice', choices: Array.from({ length: 12 }, (_, i) => ({ value: `m${i}` })) }]
    const setup = getTaskSetup('collect', { fields })
    const html = screenOf(setup, { payload: { text: 'a' }, response: { month: 'm3' } })
    expect(setup.fromForm(sent(html))).toEqual({ month: 'm3' })
    expect(setup.fromForm(sent(screenOf(setup, { payload: { text: 'a' } })))).toEqual({})
  })
})

describe('the settings', () => {
  const field = { name: 'a' }

  it.each([
    [{ fields: [] }, 'fields.0.name', 'required'],
    [{}, 'fields.0.name', 'required'],
    [{ fields: [{ name: 'Total price' }] }, 'fields.0.name', 'field_name'],
    [{ fields: [field, field] }, 'fields.1.name', 'repeated_value'],
    [{ fields: [{ ...field, maxLength: 20_001 }] }, 'fields.0.maxLength', 'not_a_length'],
    [{ fields: [{ ...field, maxLength: 1.5 }] }, 'fields.0.maxLength', 'not_a_length'],
    [{ fields: [{ ...field, maxLength: 'long' }] }, 'fields.0.maxLength', 'not_a_length'],
    [{ fields: [{ ...field, kind: 'colour' }] }, 'fields.0.kind', 'not_a_choice'],
    [{ fields: [{ ...field, kind: 'choice', choices: [{ value: 'a' }] }] }, 'fields.0.choices', 'choices_missing'],
    [{ fields: [{ ...field, kind: 'choice', choices: [{ value: 'a' }, { value: 'a' }] }] }, 'fields.0.choices', 'repeated_value'],
    [{ fields: [{ ...field, prefill: 'truth' }] }, 'fields.0.prefill', 'prefill_is_truth'],
    [{ fields: [{ ...field, prefill: 'truth_b' }] }, 'fields.0.prefill', 'prefill_is_truth'],
    [{ fields: [field], material: [] }, 'material', 'material_missing'],
    [{ fields: [field], material: ['smell'] }, 'material.0', 'not_a_choice'],
    [{ fields: Array.from({ length: 21 }, (_, i) => ({ name: `f${i}` })) }, 'fields.0.name', 'too_many'],
  ])('%j are refused at %s: %s', (settings, path, code) => {
    expect(issuesOf(collect.setUp(settings))).toEqual([expect.objectContaining({ path, code })])
  })

  it('come back from their form, every kind of field', () => {
    const html = render(collect.SettingsFields({ settings: receipt.settings, issues: [], locale: 'fr' }))
    expect(collect.setUp(collect.settingsFromForm(sent(html)))).toMatchObject({ ok: true, value: { settings: receipt.settings } })
  })

  it('skip empty places of the form and keep what was typed wrong', () => {
    const html = render(collect.SettingsFields({ settings: {}, issues: [], locale: 'en' }))
    const form = sent(html, { 'fields.3.name': 'total', 'fields.3.maxLength': 'much' })
    const settings = collect.settingsFromForm(form)
    expect(settings).toMatchObject({ fields: [{ name: 'total', maxLength: 'much', required: true }] })
    expect(render(collect.SettingsFields({ settings, issues: [], locale: 'en' }))).toContain('value="much"')
  })
})

describe('fields that wait for an answer', () => {
  const sold = { name: 'sold', kind: 'choice', choices: [{ value: 'yes' }, { value: 'no' }] }
  const price = { name: 'price', kind: 'number', when: { field: 'sold', value: 'yes' } }
  const unit = {
    name: 'unit',
    kind: 'several',
    required: false,
    choices: [{ value: 'kilo' }, { value: 'piece' }],
    when: { field: 'sold', value: 'yes' },
  }
  const other = { name: 'other', kind: 'line', when: { field: 'unit', value: 'piece' } }
  const setup = getTaskSetup('collect', { fields: [sold, price, unit, other] })

  it('are asked for only then, and required only then', () => {
    expect(setup.check({ sold: 'no' }, {})).toEqual({ ok: true, value: { sold: 'no' } })
    expect(setup.check({ sold: 'yes' }, {})).toMatchObject({ ok: false, error: [{ path: 'price', code: 'required' }] })
    expect(setup.check({ sold: 'yes', price: 3, unit: ['piece'] }, {})).toMatchObject({ error: [{ path: 'other', code: 'required' }] })
  })

  it('are left out when they were filled in and then not asked for, with those that wait for them', () => {
    expect(setup.check({ sold: 'no', price: 3, unit: ['piece'], other: 'x' }, {})).toEqual({ ok: true, value: { sold: 'no' } })
  })

  it('keep several answers in the order of the settings, and compare and export them as one text', () => {
    const response = { sold: 'yes', price: 3, unit: ['piece', 'kilo'], other: 'x' }
    expect(setup.check(response, {})).toMatchObject({ value: { unit: ['kilo', 'piece'] } })
    expect(setup.toRow(response)['unit']).toBe('piece|kilo')
  })

  it('come back from the form, which says when they are asked for', () => {
    const response = { sold: 'yes', price: 3, unit: ['kilo', 'piece'], other: 'x' }
    const html = screenOf(setup, { payload: {}, response })
    expect(setup.check(setup.fromForm(sent(html)), {})).toEqual({ ok: true, value: response })
    expect(parse(html).querySelector('[data-when-field="sold"] legend')?.textContent).toBe('Only if “sold” is “yes”')
    expect(setup.scripts).toEqual(['/assets/fields.js'])
  })

  it.each([
    [{ ...price, when: { field: 'later', value: 'x' } }, 'an unknown field'],
    [{ ...price, when: { field: 'price', value: 'x' } }, 'itself'],
    [{ ...price, when: { field: 'sold', value: 'maybe' } }, 'an answer that cannot be given'],
  ])('cannot wait for something that is not an answer above: %j (%s)', (field) => {
    expect(collect.setUp({ fields: [sold, field] })).toMatchObject({ ok: false, error: [{ path: 'fields.1.when', code: 'when_unknown' }] })
  })
})

describe('a web address', () => {
  it.each(['ftp://x.example', 'example.org', 'javascript:alert(1)', 'https://a b'])('is not %j', (link) => {
    expect(getTaskSetup('collect', { fields: [{ name: 'link', kind: 'address' }] }).check({ link }, {})).toMatchObject({
      error: [{ code: 'not_an_address' }],
    })
  })
})
