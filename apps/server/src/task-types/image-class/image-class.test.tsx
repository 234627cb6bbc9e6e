import { describe, expect, it } from 'vitest'
import { hostile, parse, screenOf } from '../../testing/task-screens.tsx'
import { getTaskSetup } from '../index.ts'
import { drawShapes } from './draw-shapes.ts'

const setup = getTaskSetup('image-class', { labels: [{ value: 'cat' }, { value: 'dog' }], textLanguage: 'fr' })

describe('reading a row', () => {
  it('keeps the name of the image and its description', () => {
    const result = setup.readRow({ image: ' photos/cat 1.jpg ', alt: 'Un chat', truth: 'cat' })
    expect(result).toEqual({ ok: true, value: { payload: { image: 'photos/cat 1.jpg', alt: 'Un chat' }, truth: { label: 'cat' } } })
    expect(setup.mediaNames({ image: 'photos/cat 1.jpg' })).toEqual(['photos/cat 1.jpg'])
    expect(setup.readRow({ image: 'a.png' })).toMatchObject({ value: { payload: { image: 'a.png' } } })
  })

  it.each([
    [{}, 'image', 'missing_value'],
    [{ image: '  ' }, 'image', 'missing_value'],
    [{ image: ['a.png'] }, 'image', 'not_text'],
    [{ image: 'https://tracker.example/a.png' }, 'image', 'media_address'],
    [{ image: '//tracker.example/a.png' }, 'image', 'media_address'],
    [{ image: 'a\nb.png' }, 'image', 'media_name'],
    [{ image: 'a\u0000.png' }, 'image', 'nul_character'],
    [{ image: 'x'.repeat(256) }, 'image', 'too_long'],
    [{ image: 'a.png', alt: 'x'.repeat(1001) }, 'alt', 'too_long'],
    [{ image: 'a.png', truth: 'bird' }, 'truth', 'unknown_label'],
  ])('refuses the row %j for its %s: %s', (row, path, code) => {
    const result = setup.readRow(row)
    expect(result.ok ? [] : result.error).toEqual([expect.objectContaining({ path, code })])
  })
})

describe('the screen', () => {
  it('shows the image with its description, and leads to the whole of it', () => {
    const document = parse(screenOf(setup, { payload: { image: 'a b.png', alt: hostile } }))
    const image = document.querySelector('.task-media img')
    expect(image?.getAttribute('src')).toBe('/media/a%20b.png')
    expect(image?.getAttribute('alt')).toBe(hostile)
    expect(image?.getAttribute('lang')).toBe('fr')
    const link = document.querySelector('a')
    expect(link?.getAttribute('href')).toBe('/media/a%20b.png')
    expect(link?.getAttribute('rel')).toBe('noopener noreferrer')
    expect([...document.querySelectorAll('script, [onload], [onerror]')]).toEqual([])
  })

  it('says that there is no description rather than nothing', () => {
    const image = parse(screenOf(setup, { payload: { image: 'a.png' }, locale: 'fr' })).querySelector('img')
    expect(image?.getAttribute('alt')).toBe('Image de la tâche. Aucune description n’a été donnée.')
    expect(image?.getAttribute('lang')).toBeNull()
  })

  it('says so when the file is not there, and the labels stay', () => {
    const document = parse(screenOf(setup, { payload: { image: hostile }, mediaUrl: () => null }))
    expect(document.querySelector('.notice')?.textContent).toContain('is not there')
    expect([...document.querySelectorAll('img, script')]).toEqual([])
    expect(document.querySelectorAll('input').length).toBe(2)
  })
})

describe('drawShapes', () => {
  it('draws one more of the kind than of the other, each in a cell of its own, inside the frame', () => {
    const tags = { circle: 'circle', square: 'rect', triangle: 'polygon' }
    for (const kind of ['circle', 'square', 'triangle'] as const) {
      for (let count = 1; count <= 7; count++) {
        const document = parse(drawShapes(kind, count, count))
        const background = kind === 'square' ? 1 : 0
        expect(document.querySelectorAll(tags[kind]).length - background).toBe(count)
        expect(document.querySelectorAll('svg > *').length).toBe(2 * count)
      }
    }
    expect(drawShapes('circle', 3, 5)).toBe(drawShapes('circle', 3, 5))
  })
})
