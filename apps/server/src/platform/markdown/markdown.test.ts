import { describe, expect, it } from 'vitest'
import { renderMarkdown, textChanges } from './markdown.ts'

describe('renderMarkdown', () => {
  it.each(['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<a href="javascript:alert(1)">x</a>'])('shows %s as text', (hostile) => {
    expect(renderMarkdown(hostile)).not.toMatch(/<(script|img|a )/)
  })

  it('makes no link of a script address and no image at all', () => {
    expect(renderMarkdown('[x](javascript:alert(1))')).not.toContain('href')
    expect(renderMarkdown('![x](https://example.org/x.png)')).not.toContain('<img')
  })
})

describe('textChanges', () => {
  it('names what was added and what was removed', () => {
    expect(textChanges('Choose one label.', 'Choose two labels.').filter(({ kind }) => kind !== 'same')).toEqual([
      { kind: 'removed', text: 'one' },
      { kind: 'added', text: 'two' },
      { kind: 'removed', text: 'label' },
      { kind: 'added', text: 'labels' },
    ])
  })
})
