import { describe, expect, it } from 'vitest'
import { previewTemplate } from './preview-template.ts'

const preview = (example: string) =>
  previewTemplate(
    {
      dialect: 'liquid',
      source: '<crowd-form>{{ task.input.text }}<crowd-input name="a" label="A"></crowd-input></crowd-form>',
      inputs: '',
      example,
    },
    'en',
  )

describe('a template beside the row to try', () => {
  it('is shown with the row, and without one', () => {
    expect(preview('{"text": "Bonjour"}')).toMatchObject({ problem: null, findings: [], html: expect.stringContaining('Bonjour') })
    expect(preview('  ')).toMatchObject({ problem: null, findings: [] })
  })

  it.each(['{"text": Bonjour}', '["Bonjour"]', '3', 'null'])('says that %s is no row, and shows the page all the same', (example) => {
    const { html, findings } = preview(example)
    expect(html).toContain('crowd-input')
    expect(findings).toEqual([{ line: null, sentence: expect.stringContaining('is not one object in JSON') }])
  })
})
