import { describe, expect, it } from 'vitest'
import { earlierLabel, fileNamesOf, isManifestLine, labelName, outputLine, problemsOfLine, type LineMaking } from './manifest-line.ts'

const names = ['Dog', 'Cat']
const making = (of: Partial<LineMaking>): LineMaking => ({
  taskType: 'bbox',
  batchName: 'Pets 2026',
  passed: null,
  payload: { image: '7.jpg' },
  required: ['image'],
  response: null,
  confidence: 0.5,
  now: new Date('2026-11-21T10:00:00Z'),
  classes: { names, indexOf: (label) => names.indexOf(label) },
  ...of,
})

const size = { w: 640, h: 480 }
const box = { id: 'b1', label: 'Cat', x: 40, y: 25, w: 120, h: 90 }

describe('a label', () => {
  it.each([
    ['image-class', { label: 'Cat' }, 'groundtruth/image-classification'],
    ['text-class', { label: 'Dog' }, 'groundtruth/text-classification'],
    ['image-class', { labels: ['Cat', 'Dog'] }, 'groundtruth/image-classification-multilabel'],
    ['text-class', { labels: [] }, 'groundtruth/text-classification-multilabel'],
    ['bbox', { size, boxes: [box] }, 'groundtruth/object-detection'],
    ['bbox', { size, boxes: [] }, 'groundtruth/object-detection'],
    ['spans', { spans: [{ id: 's1', start: 0, end: 3, label: 'Dog' }] }, 'groundtruth/text-span'],
  ])('of %s comes back as the same response', (taskType, response, type) => {
    const line = outputLine(making({ taskType, response }))
    expect(line['Pets-2026-metadata']).toMatchObject({ type, 'human-annotated': 'yes', 'job-name': 'labeling-job/Pets-2026' })
    expect(earlierLabel(line, taskType, names)).toEqual({ name: 'Pets-2026', response })
  })

  it('of a kind that Ground Truth does not know is a custom one, spelt as it spells those', () => {
    const line = outputLine(making({ taskType: 'translation', response: { text: 'Lequel ?' }, payload: { source: 'Which?' } }))
    expect(line).toMatchObject({
      source: 'Which?',
      'Pets-2026': { text: 'Lequel ?' },
      'Pets-2026-metadata': { type: 'groundTruth/custom', job_name: 'labeling-job/Pets-2026', creation_date: '2026-11-21T10:00:00.000000' },
    })
  })

  it('of a ranking is what the element for rankings answers, and comes back', () => {
    const response = { dimensions: [{ name: 'Clarity', ranks: [2, 1, 3] }] }
    const line = outputLine(making({ taskType: 'ranking', response, payload: { prompt: 'Which?', items: ['a', 'b', 'c'] } }))
    expect(line['Pets-2026']).toEqual({ ordinalRankingDimensions: [{ name: 'Clarity', responseRankings: [2, 1, 3] }] })
    expect(line['Pets-2026-metadata']).toMatchObject({ type: 'groundTruth/custom' })
    expect(earlierLabel(line, 'ranking', [])?.response).toEqual(response)
    const nested = { ...line, 'Pets-2026': { ranking: line['Pets-2026'] } }
    expect(earlierLabel(nested, 'ranking', [])?.response).toEqual(response)
    expect(earlierLabel({ ...line, 'Pets-2026': { ordinalRankingDimensions: [{ name: 7 }] } }, 'ranking', [])).toBeNull()
  })

  it('of a job with other classes is another question: nothing to begin from, and not adjusted', () => {
    const mood = { 'class-name': 'angry', type: 'groundtruth/text-classification' }
    const topic = { 'class-name': 'Cat', type: 'groundtruth/text-classification' }
    const line = { source: 'x', topic: 1, 'topic-metadata': topic, mood: 0, 'mood-metadata': mood }
    expect(earlierLabel(line, 'text-class', names)).toEqual({ name: 'topic', response: { label: 'Cat' } })
    const { topic: _, 'topic-metadata': __, ...moody } = line
    expect(earlierLabel(moody, 'text-class', names)).toBeNull()
    const written = outputLine(making({ taskType: 'text-class', payload: { text: 'x' }, passed: moody, response: { label: 'Dog' } }))
    expect(Object.keys(written)).toEqual([...Object.keys(moody), 'Pets-2026', 'Pets-2026-metadata'])
    expect(written['Pets-2026-metadata']).not.toHaveProperty('adjustment-status')
  })

  it('whose class is a number or a text of one is read all the same', () => {
    const metadata = { 'class-name': 'Cat', type: 'groundtruth/image-classification' }
    for (const value of [1, '1']) {
      expect(earlierLabel({ pets: value, 'pets-metadata': metadata }, 'image-class', names)?.response).toEqual({ label: 'Cat' })
    }
  })

  it('that is not what its type says is none', () => {
    const type = 'groundtruth/object-detection'
    for (const value of [
      null,
      7,
      {},
      { image_size: [{ width: 0.5, height: 2 }], annotations: [] },
      { image_size: [{ width: 5, height: 2 }], annotations: [{ class_id: 9 }] },
    ]) {
      expect(earlierLabel({ pets: value, 'pets-metadata': { type } }, 'bbox', names)).toBeNull()
    }
  })
})

describe('a chain of jobs', () => {
  const first = outputLine(making({ response: { size, boxes: [box] }, passed: { 'source-ref': 's3://b/7.jpg', sku: 'A9' } }))

  it('keeps the earlier label and says whether it was adjusted', () => {
    const same = outputLine(making({ passed: first, response: { size, boxes: [{ ...box, id: 'other' }] } }))
    expect(Object.keys(same)).toEqual([...Object.keys(first), 'adjusted-Pets-2026', 'adjusted-Pets-2026-metadata'])
    expect(same['adjusted-Pets-2026-metadata']).toMatchObject({ 'adjustment-status': 'unadjusted', type: 'groundtruth/object-detection' })
    const moved = outputLine(making({ passed: first, response: { size, boxes: [{ ...box, x: 41 }] } }))
    expect(moved['adjusted-Pets-2026-metadata']).toMatchObject({ 'adjustment-status': 'adjusted' })
  })

  it('never writes over a name that is there', () => {
    const taken = { source: 'x', 'Pets-2026': 'mine' }
    expect(
      Object.keys(outputLine(making({ taskType: 'check', payload: { text: 'x' }, passed: taken, response: { ok: true, text: 'x' } }))),
    ).toEqual(['source', 'Pets-2026', 'Pets-2026-2', 'Pets-2026-2-metadata'])
  })
})

describe('names of labels', () => {
  it.each([
    ['Été à Lyon!', false, 'Ete-a-Lyon'],
    ['pets-metadata', false, 'pets'],
    ['pets-ref', false, 'pets'],
    ['pets', true, 'pets-ref'],
    ['source', false, 'label'],
    ['东京', false, 'label'],
  ])('%s (%s) is %s', (name, isReference, expected) => {
    expect(labelName(name, isReference)).toBe(expected)
  })
})

describe('an input line', () => {
  it('is told by its source, and measured', () => {
    expect(isManifestLine({ source: 'x' })).toBe(true)
    expect(isManifestLine({ 'source-ref': 's3://b/x' })).toBe(true)
    expect(isManifestLine({ text: 'x' })).toBe(false)
    expect(problemsOfLine({ source: 'x' })).toEqual([])
    expect(problemsOfLine({ source: 'x'.repeat(20_001), $: 1 }).map(({ code, column }) => [code, column])).toEqual([
      ['manifest_attribute_too_long', 'source'],
      ['manifest_name_reserved', '$'],
    ])
    const long = Object.fromEntries(Array.from({ length: 6 }, (_, place) => [`k${place}`, 'x'.repeat(18_000)]))
    expect(problemsOfLine(long).map(({ code }) => code)).toEqual(['manifest_line_too_long'])
  })

  it('names files as a project may have them', () => {
    expect(fileNamesOf('s3://bucket/pets/2026/7.jpg')).toEqual(['pets/2026/7.jpg', '2026/7.jpg', '7.jpg'])
    expect(fileNamesOf('https://a.example/x%20y.png?sig=1')).toEqual(['x y.png'])
    expect(fileNamesOf('/data/upload/3/0a1b2c3d-cat.jpg').at(-1)).toBe('cat.jpg')
    expect(fileNamesOf('100%.png')).toEqual(['100%.png'])
  })
})

describe('a table whose own column is called like a member of manifests', () => {
  it('is no manifest: what the task shows is the source, and its other columns stay', () => {
    const line = outputLine(making({ payload: { text: 'Hello' }, required: ['text'], passed: { source: 'newspaper', id: 'A-7' } }))
    expect(line).toEqual({ source: 'Hello', id: 'A-7' })
  })
})
