import { describe, expect, it } from 'vitest'
import { harmfulAmong, refusedCategories } from './exposure.ts'

describe('consent', () => {
  it('is needed for each kind of content that may hurt, and for nothing else', () => {
    expect(harmfulAmong(['none'])).toEqual([])
    expect(harmfulAmong(['personal_data', 'hate', 'violence'])).toEqual(['violence', 'hate'])
  })

  it('covers a batch only when it covers all that is declared', () => {
    expect(refusedCategories(['violence', 'hate'], ['hate'])).toEqual(['violence'])
    expect(refusedCategories(['violence', 'hate'], ['hate', 'violence', 'sexual'])).toEqual([])
    expect(refusedCategories(['violence'], [])).toEqual(['violence'])
    expect(refusedCategories([], [])).toEqual([])
  })
})
