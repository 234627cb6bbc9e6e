import { CHOSEN_FILES } from '@canut/contract/chosen-files'
import { describe, expect, it } from 'vitest'
import { checkTemplateResponse, linesOfAnswer, templateFiles } from './template-response.ts'

const id = (number: number) => `fil_${String(number).padStart(32, '0')}`
const file = (uploadId: string) => ({ uploadId, name: 'door.png', type: 'image/png', size: 9 })
const codes = (response: unknown) => {
  const checked = checkTemplateResponse(response)
  return checked.ok ? [] : checked.error.map(({ code }) => code)
}

describe('files in an answer', () => {
  it('are found wherever the page put them: in a list, flat, or beside the answer', () => {
    const response = {
      answer: { photo: file(id(1)), more: [file(id(2)), file(id(3))], 'p.uploadId': id(4) },
      _all: { photo: [file(id(5)), file(id(1))] },
    }
    expect(codes(response)).toEqual([])
    expect([...new Set(templateFiles.named(response).map((each) => each.file))].toSorted()).toEqual([1, 2, 3, 4, 5].map(id))
    expect(templateFiles.named({ answer: { text: `see ${id(1)}` } })).toEqual([])
  })

  it('must have been sent', () => {
    expect(codes({ answer: { photo: file(`local:${'0'.repeat(8)}-1111-2222-3333-444444444444`) } })).toEqual(['file_not_there'])
  })

  it('are as many as can be kept, each counted once', () => {
    const many = Array.from({ length: CHOSEN_FILES.most }, (_, number) => file(id(number)))
    expect(codes({ answer: { all: many, again: many } })).toEqual([])
    expect(codes({ answer: { all: [...many, file(id(99))] } })).toEqual(['too_many_files'])
  })

  it('are read by their names', () => {
    expect(linesOfAnswer({ photo: [file(id(1)), file(id(2))], mood: { label: 'Good' } })).toEqual([
      { name: 'photo', text: 'door.png', file: id(1) },
      { name: 'photo', text: 'door.png', file: id(2) },
      { name: 'mood', text: 'Good', file: null },
    ])
  })
})
