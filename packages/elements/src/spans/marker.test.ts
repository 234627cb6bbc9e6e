import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { Marker, type Rules } from './marker.ts'
import { marksOf, valueOf } from './marks.ts'
import { messagesFor } from './spans.messages.ts'
import { tokenise } from './tokens.ts'

const TEXT = 'Anna Bell works for the Lyon Silk Company in Lyon .'
const rules: Rules = {
  labels: ['person', 'place', 'group'].map((value) => ({ value, name: value })),
  grades: [],
  relations: [],
  overlap: false,
}
let marker: Marker
const open = (more: Partial<Rules> = {}): void => {
  marker = new Marker(messagesFor('en'))
  marker.tokens = tokenise(TEXT, 'en', 'word')
  marker.rules = { ...rules, ...more }
}
const spans = () => marker.marks.spans.map((span) => `${marker.wordsOf(span)}:${span.label}`)

beforeEach(() => open())

describe('marking', () => {
  it('takes two taps and a label', () => {
    marker.tap(0, false)
    marker.tap(1, false)
    expect(spans()).toEqual([])
    marker.setLabel('person')
    expect(spans()).toEqual(['Anna Bell:person'])
  })

  it('goes on with the label at hand, from either end', () => {
    marker.setLabel('place')
    marker.drag(10, 9)
    marker.complete()
    marker.tap(5, false)
    marker.tap(5, false)
    expect(spans()).toEqual(['Lyon:place', 'Lyon .:place'])
  })

  it('extends by keyboard and finishes', () => {
    marker.moveTo(5, false)
    marker.moveTo(6, true)
    marker.moveTo(7, true)
    expect(marker.finish()).toBe(true)
    expect(spans()).toEqual([])
    expect(marker.said).toContain('Lyon Silk Company')
    marker.setLabel('group')
    expect(spans()).toEqual(['Lyon Silk Company:group'])
    expect(marker.finish()).toBe(false)
  })

  it('refuses an overlap, and says with what', () => {
    marker.setLabel('group')
    marker.drag(5, 7)
    marker.complete()
    marker.drag(7, 9)
    marker.complete()
    expect(spans()).toEqual(['Lyon Silk Company:group'])
    expect(marker.said).toContain('Lyon Silk Company')
    expect(marker.selection).toBeNull()
  })

  it('allows overlaps where the task does; a second tap on a chosen one begins another', () => {
    open({ overlap: true })
    marker.setLabel('group')
    marker.drag(5, 7)
    marker.complete()
    marker.tap(5, false)
    expect(marker.chosenMark?.label).toBe('group')
    marker.tap(5, false)
    expect(marker.chosenMark).toBeNull()
    marker.setLabel('place')
    expect(spans()).toEqual(['Lyon:place', 'Lyon Silk Company:group'])
  })

  it('changes and deletes the chosen one, and undoes both', () => {
    marker.setLabel('person')
    marker.drag(0, 1)
    marker.complete()
    marker.tap(0, false)
    marker.setLabel('group')
    expect(spans()).toEqual(['Anna Bell:group'])
    marker.remove()
    expect(spans()).toEqual([])
    marker.undo()
    marker.undo()
    expect(spans()).toEqual(['Anna Bell:person'])
    marker.redo()
    expect(spans()).toEqual(['Anna Bell:group'])
  })

  it('says that there is nothing, and takes it back with the first mark', () => {
    expect(valueOf(marker.marks)).toBe('')
    marker.toggleNothing()
    expect(valueOf(marker.marks)).toBe('{"spans":[]}')
    marker.setLabel('person')
    marker.drag(0, 0)
    marker.complete()
    expect(marker.marks.nothing).toBe(false)
    marker.toggleNothing()
    expect(spans()).toEqual([])
  })

  it('gives each span a grade where there are grades', () => {
    open({
      grades: [
        { value: 'minor', name: 'Minor' },
        { value: 'major', name: 'Major' },
      ],
    })
    marker.setLabel('person')
    marker.drag(0, 0)
    marker.complete()
    marker.tap(0, false)
    marker.setGrade('major')
    expect(marker.marks.spans).toEqual([{ id: 's1', start: 0, end: 4, label: 'person', grade: 'major' }])
  })
})

describe('relations', () => {
  it('lead from one span to another, and go with them', () => {
    open({ relations: [{ value: 'works_for', name: 'works for' }] })
    marker.setLabel('person')
    marker.drag(0, 1)
    marker.complete()
    marker.setLabel('group')
    marker.drag(5, 7)
    marker.complete()
    marker.tap(0, false)
    marker.link('works_for')
    marker.tap(6, false)
    expect(marker.marks.relations).toEqual([{ from: 's1', to: 's2', label: 'works_for' }])
    expect(marker.said).toBe('“Anna Bell” works for “Lyon Silk Company”')
    marker.tap(0, false)
    marker.link('works_for')
    marker.tap(0, false)
    expect(marker.marks.relations).toHaveLength(1)
    marker.choose('s2')
    marker.remove()
    expect(marker.marks.relations).toEqual([])
  })
})

describe('a value', () => {
  it('is read back as it was, whatever was done', () => {
    const piece = fc.nat(10)
    const act = fc.oneof(
      fc.tuple(fc.constant('drag'), piece, piece),
      fc.tuple(fc.constant('tap'), piece, piece),
      fc.tuple(fc.constantFrom('undo', 'redo', 'remove', 'nothing', 'label', 'link'), piece, piece),
    )
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), fc.boolean(), (acts, overlap) => {
        open({ overlap, relations: [{ value: 'r', name: 'r' }] })
        for (const [what, a, b] of acts) {
          if (what === 'drag') {
            marker.drag(a, b)
            marker.complete()
          } else if (what === 'tap') marker.tap(a, a > b)
          else if (what === 'undo') marker.undo()
          else if (what === 'redo') marker.redo()
          else if (what === 'remove') marker.remove()
          else if (what === 'nothing') marker.toggleNothing()
          else if (what === 'link') marker.link('r')
          else marker.setLabel(rules.labels[a % 3]!.value)
        }
        const value = valueOf(marker.marks)
        expect(valueOf(marksOf(value))).toBe(value)
        const { spans: marked } = marker.marks
        expect(new Set(marked.map(({ id }) => id)).size).toBe(marked.length)
        const overlaps = marked.filter((span, n) => span.start < (marked[n - 1]?.end ?? 0))
        expect(overlap ? [] : overlaps).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it.each(['', 'null', '7', '[]', '{', '{"spans":7}', '{"spans":[{"id":"a"}]}', '{"spans":[{"id":"a","start":2,"end":1,"label":"x"}]}'])(
    'that is no response (%s) marks nothing',
    (value) => expect(marksOf(value).spans).toEqual([]),
  )
})
