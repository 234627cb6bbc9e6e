import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { parse, render, screenOf, sent } from '../../testing/task-screens.tsx'
import { getTaskSetup, sentencesOf, type FileFacts } from '../index.ts'
import { collect } from './collect.tsx'

const photo = { name: 'photo', en: 'Photo', fr: 'Photo', kind: 'photo', fewest: 2, most: 3 }
const setup = getTaskSetup('collect', {
  keepLocation: true,
  fields: [
    photo,
    { name: 'papers', kind: 'file', accept: ['audio', 'video'], required: false, most: 2 },
    { name: 'price', kind: 'number' },
  ],
})
const id = (letter: string) => `fil_${letter.repeat(32)}`
const file = (letter: string, more: object = {}) => ({ file: id(letter), name: `${letter}.jpg`, ...more })
const facts = (more: Partial<FileFacts> = {}): FileFacts => ({
  contentType: 'image/jpeg',
  bytes: 7,
  seconds: null,
  keepsExif: false,
  ...more,
})
const full = { photo: [file('a'), file('b')], price: 3 }
const codesOf = (response: unknown) => {
  const checked = setup.check(response, {})
  return checked.ok ? [] : checked.error.map(({ path, code }) => `${path} ${code}`)
}

describe('photos of a response', () => {
  it('are as many as are asked for, each once', () => {
    expect(setup.check(full, {})).toEqual({ ok: true, value: full })
    const twice = setup.check({ ...full, photo: [file('a'), file('b'), file('b')] }, {})
    expect(twice).toEqual({ ok: true, value: full })
    expect(new Ajv2020({ strict: false }).compile(setup.responseSchema)(full)).toBe(true)
  })

  it.each([
    [{ price: 3 }, 'photo required'],
    [{ ...full, photo: [] }, 'photo too_few'],
    [{ ...full, photo: [file('a')] }, 'photo too_few'],
    [{ ...full, photo: [file('a'), file('a')] }, 'photo too_few'],
    [{ ...full, photo: ['a', 'b', 'c', 'd'].map((letter) => file(letter)) }, 'photo too_many'],
    [{ ...full, photo: [file('a'), { file: 'local:x', name: 'x.jpg' }] }, 'photo file_elsewhere'],
    [{ ...full, photo: [file('a'), { file: '../etc/passwd', name: 'x.jpg' }] }, 'photo file_elsewhere'],
    [{ ...full, photo: [file('a'), file('b', { name: 'a\u0000' })] }, 'photo nul_character'],
    [{ ...full, photo: [file('a'), file('b', { taken: 'here' })] }, 'taken unknown_field'],
    [{ ...full, photo: 'a.jpg' }, 'photo wrong_type'],
    [{ ...full, photo: [id('a'), id('b')] }, 'photo wrong_type'],
  ])('%j are refused: %s', (response, problem) => {
    expect(codesOf(response)).toContain(problem)
  })

  it('are said about at their field, in the words of the form', () => {
    const checked = setup.check({ ...full, photo: [file('a')] }, {})
    expect(checked.ok ? [] : sentencesOf(checked.error, 'photo', 'en')).toEqual(['There are too few: at least 2.'])
  })

  it('are not compared: such responses have no label, and are never made one', () => {
    expect([setup.label(full), setup.consolidation, setup.columns.truth]).toEqual([null, null, null])
  })

  it('read by their names, and are exported by the names of files', () => {
    expect(setup.describe(full, 'fr')).toBe('Photo : a.jpg, b.jpg\nprice : 3')
    expect(setup.toRow(full)).toEqual({ photo: `${id('a')}|${id('b')}`, papers: '', price: '3' })
  })
})

describe('what the server knows of the files', () => {
  const check = (response: object, known: ReadonlyMap<string, FileFacts>) => setup.files?.check(response, {}, known)

  it('stands in the response, whatever was sent, and what the device of the worker calls them does not', () => {
    const claimed = { ...full, photo: [file('a', { type: 'image/x', size: 1, keepsExif: true }), file('b')] }
    expect(codesOf(claimed)).toEqual([])
    const known = new Map([
      [id('a'), facts()],
      [id('b'), facts({ keepsExif: true, bytes: 9 })],
    ])
    expect(check(claimed, known)).toEqual({
      ok: true,
      value: {
        ...full,
        photo: [
          file('a', { name: 'photo-1', type: 'image/jpeg', size: 7 }),
          file('b', { name: 'photo-2', type: 'image/jpeg', size: 9, keepsExif: true }),
        ],
      },
    })
  })

  it('decides of the kind: a recording is no photo, a photo is no paper', () => {
    const response = { ...full, papers: [file('c')] }
    const known = new Map([
      [id('a'), facts({ contentType: 'audio/wav' })],
      [id('b'), facts()],
      [id('c'), facts()],
    ])
    expect(check(response, known)).toMatchObject({
      ok: false,
      error: [
        { path: 'photo', code: 'file_kind', params: { name: 'a.jpg', found: 'audio/wav' } },
        { path: 'papers', code: 'file_kind' },
      ],
    })
  })

  it('is asked of every file that a response names, and of no other', () => {
    expect(setup.files?.named({ ...full, papers: [file('c')], price: id('d') })).toEqual([
      { path: 'photo', file: id('a') },
      { path: 'photo', file: id('b') },
      { path: 'papers', file: id('c') },
    ])
    for (const response of [null, 7, { photo: 'x' }, { photo: [{ file: 'local:x', name: 'x' }] }])
      expect(setup.files?.named(response)).toEqual([])
  })

  it('lets what a camera wrote stay only where the project asks for it', () => {
    expect(setup.files).toMatchObject({ mayKeepExif: true, kinds: ['image', 'audio', 'video'], most: 5 })
    expect(getTaskSetup('collect', { fields: [{ ...photo }] }).files?.mayKeepExif).toBe(false)
    expect(getTaskSetup('collect', { fields: [{ name: 'words' }] }).files).toBeUndefined()
  })
})

describe('the screen of a field for photos', () => {
  it('gives back what was chosen, and asks for the agreement only where the project keeps the place', () => {
    const html = screenOf(setup, { payload: { text: 'x' }, response: full })
    const [element] = parse(html).querySelectorAll('canut-files')
    expect(['required', 'camera', 'place', 'fewest', 'most', 'accept'].map((name) => element?.getAttribute(name))).toEqual([
      '',
      '',
      '',
      '2',
      '3',
      'image/jpeg,image/png,image/webp,image/gif,image/avif',
    ])
    expect(JSON.parse(element?.getAttribute('value') ?? '')).toEqual(full.photo)
    const plain = getTaskSetup('collect', { fields: [photo] })
    expect(
      parse(screenOf(plain, { payload: { text: 'x' } }))
        .querySelector('canut-files')
        ?.hasAttribute('place'),
    ).toBe(false)
    expect(plain.scripts).toEqual(['/assets/files.js'])
  })

  it('reads the list that the element sends, and refuses what is none', () => {
    const form = new FormData()
    form.set('response.photo', JSON.stringify(full.photo))
    form.set('response.price', '3')
    expect(setup.fromForm(form)).toEqual(full)
    form.set('response.photo', '{"file":')
    expect(codesOf(setup.fromForm(form))).toEqual(['photo wrong_type'])
    form.set('response.photo', '')
    expect(codesOf(setup.fromForm(form))).toEqual(['photo required'])
  })

  it('shows what was sent to those who read, as pictures with links', () => {
    const html = screenOf(setup, {
      payload: { text: 'x' },
      response: { ...full, photo: [file('a', { type: 'image/png' })] },
      readOnly: true,
    })
    expect(parse(html).querySelector('canut-files a img')?.getAttribute('alt')).toBe('a.jpg')
    expect([...sent(html).keys()]).toEqual([])
  })
})

describe('settings for photos and files', () => {
  it.each([
    [{ ...photo, fewest: 4 }, 'fields.0.most', 'fewer_than_fewest'],
    [{ ...photo, most: 11 }, 'fields.0.most', 'not_a_length'],
    [{ ...photo, fewest: 0 }, 'fields.0.fewest', 'not_a_length'],
    [{ ...photo, prefill: 'text' }, 'fields.0.prefill', 'prefill_of_files'],
    [{ name: 'papers', kind: 'file' }, 'fields.0.accept', 'choose_some'],
    [{ name: 'papers', kind: 'file', accept: ['program'] }, 'fields.0.accept.0', 'not_a_choice'],
    [{ name: 'words', tolerance: 101 }, 'fields.0.tolerance', 'not_a_tolerance'],
    [{ name: 'words', tolerance: -1 }, 'fields.0.tolerance', 'not_a_tolerance'],
  ])('%j are refused at %s: %s', (field, path, code) => {
    expect(collect.setUp({ fields: [field] })).toMatchObject({ ok: false, error: [{ path, code }] })
  })

  it('come back from their form', () => {
    const html = render(collect.SettingsFields({ settings: setup.settings, issues: [], locale: 'fr' }))
    expect(collect.setUp(collect.settingsFromForm(sent(html)))).toMatchObject({ ok: true, value: { settings: setup.settings } })
  })
})

describe('gold tasks with a tolerance', () => {
  const gold = getTaskSetup('collect', {
    fields: [
      { name: 'lines', kind: 'paragraph', tolerance: 10 },
      { name: 'from', kind: 'number', tolerance: 0.5 },
      { name: 'kind', kind: 'choice', choices: [{ value: 'a' }, { value: 'b' }] },
      { name: 'said', tolerance: 100, required: false },
    ],
  })
  const truth = { lines: 'Le marché se tient\nsur la place', from: 2, kind: 'a', said: 'A ball' }

  it.each([
    [truth, true, 1],
    [{ ...truth, lines: 'le marche se tient sur la place' }, true, 0.99],
    [{ ...truth, lines: 'Un marché' }, false, 0.81],
    [{ ...truth, from: 2.5 }, true, 1],
    [{ ...truth, from: 1.4 }, false, 0.75],
    [{ ...truth, kind: 'b' }, false, 0.75],
    [{ ...truth, said: 'Something else entirely' }, true, 1],
    [{ lines: truth.lines, from: 2, kind: 'a' }, false, 0.75],
  ])('%j is judged %s', (response, right, score) => {
    const judged = gold.judge(response, truth)
    expect(judged?.right).toBe(right)
    expect(judged?.score).toBeCloseTo(score, 2)
  })

  it('compares nothing where nothing is known', () => {
    expect(gold.judge({}, {})).toBeNull()
  })
})
