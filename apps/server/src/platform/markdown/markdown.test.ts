import { describe, expect, it } from 'vitest'
import { renderMarkdown, textChanges } from './markdown.ts'

describe('renderMarkdown', () => {
  it.each(['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<a href="javascript:alert(1)">x</a>'])(
    'shows %s as text',
    (hostile) => {
      expect(renderMarkdown(hostile)).not.toMatch(/<(script|img|a )/)
    },
  )

  it('makes no link of a script address and no image at all', () => {
    expect(renderMarkdown('[x](javascript:alert(1))')).not.toContain('href')
    expect(renderMarkdown('![x](https://example.org/x.png)')).not.toContain('<img')
  })

  it('begins its headings below the title of the page', () => {
    expect(renderMarkdown('# A\n\n###### B')).toBe('<h2>A</h2>\n<h6>B</h6>\n')
  })

  it('survives deep nesting', () => {
    expect(renderMarkdown('>'.repeat(20_000) + '['.repeat(20_000)).length).toBeGreaterThan(0)
  })
})

describe('textChanges', () => {
  it('gives up in time when two long texts have nothing in common', () => {
    const words = (letter: string) => Array.from({ length: 20_000 }, (_, i) => `${letter}${i}`).join(' ')
    // else it is searched for longer than a test may last
    expect(textChanges(words('a'), words('b'))).toHaveLength(2)
  })

  it('names what was added and what was removed', () => {
    expect(textChanges('Choose one label.', 'Choose two labels.').filter(({ kind }) => kind !== 'same')).toEqual([
      { kind: 'removed', text: 'one' },
      { kind: 'added', text: 'two' },
      { kind: 'removed', text: 'label' },
      { kind: 'added', text: 'labels' },
    ])
  })
})
