import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findTaskType } from '../task-types/index.ts'
import { compileConfig } from './compile-config.ts'

const view = (inner: string) => `<View>\n${inner}\n</View>`
const image = '<Image name="img" value="$photo"/>'

function compiled(inner: string) {
  const result = compileConfig(view(inner))
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

function problems(xml: string) {
  const result = compileConfig(xml)
  return result.ok ? [] : result.error.map(({ line, column, code, params }) => [line, column, code, params['tag'] ?? ''])
}

describe('a labelling configuration', () => {
  it.each([
    [`${image}<RectangleLabels name="l" toName="img"><Label value="Car"/><Label value="Bus"/></RectangleLabels>`, 'bbox'],
    [`${image}<PolygonLabels name="l" toName="img"><Label value="Car"/></PolygonLabels>`, 'polygon'],
    [`${image}<BrushLabels name="l" toName="img"><Label value="Car"/></BrushLabels>`, 'mask'],
    [`${image}<KeyPointLabels name="l" toName="img"><Label value="Nose"/></KeyPointLabels>`, 'keypoints'],
    [`${image}<Choices name="c" toName="img"><Choice value="a"/><Choice value="b"/></Choices>`, 'image-class'],
    ['<Text name="t" value="$text"/><Choices name="c" toName="t"><Choice value="a"/><Choice value="b"/></Choices>', 'text-class'],
    ['<Text name="t" value="$text"/><Labels name="l" toName="t"><Label value="PER"/></Labels>', 'spans'],
    ['<Audio name="a" value="$audio"/><TextArea name="x" toName="a"/>', 'transcribe'],
    [
      '<Audio name="a" value="$audio"/><Labels name="l" toName="a"><Label value="Ada"/></Labels><TextArea name="x" toName="a"/>',
      'transcribe',
    ],
    ['<Text name="t1" value="$a"/><Text name="t2" value="$b"/><Pairwise name="p" toName="t1,t2"/>', 'pairwise'],
    ['<List name="t" value="$items"/><Ranker name="r" toName="t"/>', 'ranking'],
    ['<Audio name="a" value="$audio"/><Choices name="c" toName="a"><Choice value="x"/><Choice value="y"/></Choices>', 'collect'],
    ['<Video name="v" value="$video"/><Choices name="c" toName="v"><Choice value="x"/><Choice value="y"/></Choices>', 'collect'],
    ['<Video name="v" value="$clip"/><TextArea name="t" toName="v"/><Rating name="r" toName="v"/>', 'collect'],
    [
      `${image}<Rating name="stars" toName="img" maxRating="7"/><Number name="n" toName="img"/><TextArea name="x" toName="img"/>`,
      'collect',
    ],
    [`${image}<Taxonomy name="x" toName="img"><Choice value="a"><Choice value="b"/></Choice><Choice value="c"/></Taxonomy>`, 'image-class'],
  ])('%s is tasks of the kind %s', (inner, taskType) => {
    expect(compiled(inner).taskType).toBe(taskType)
  })

  it('gives settings that the type takes', () => {
    const examples = [
      '<Text name="t1" value="$a"/><Text name="t2" value="$b"/><Pairwise name="p" toName="t1,t2"/>',
      '<Header value="Order"/><List name="t" value="$items"/><Ranker name="r" toName="t"/>',
      `${image}<Rating name="stars" toName="img"/><Number name="n" toName="img"/><TextArea name="x" toName="img"/>`,
      '<Text name="t" value="$text"/><Taxonomy name="x" toName="t"><Choice value="a"><Choice value="b"/></Choice><Choice value="c"/></Taxonomy>',
    ].map(compiled)
    expect(examples.map(({ taskType, settings }) => [taskType, findTaskType(taskType)?.setUp(settings)])).toEqual(
      ['pairwise', 'ranking', 'collect', 'text-class'].map((taskType): unknown[] => [taskType, expect.objectContaining({ ok: true })]),
    )
  })

  it('has films as well as recordings, and who may speak in them', () => {
    const labels = '<Labels name="l" toName="a"><Label value="Ada"/><Label value="Bob"/></Labels><TextArea name="x" toName="a"/>'
    const film = compiled(`<Header value="Who?"/><Video name="a" value="$clip"/>${labels}`)
    const speakers = ['Ada', 'Bob']
    expect(film).toEqual({ taskType: 'transcribe', settings: { material: 'video', speakers }, columns: { video: 'clip' } })
    const sound = compiled(`<Audio name="a" value="$audio"/>${labels}`)
    expect(sound).toEqual({ taskType: 'transcribe', settings: { material: 'audio', speakers }, columns: {} })
    const pair = compiled('<Video name="v" value="$a"/><Video name="w" value="$b"/><Pairwise name="p" toName="v,w"/>')
    expect(pair.settings['material']).toBe('video')
    for (const { taskType, settings } of [film, sound, pair]) expect(findTaskType(taskType)?.setUp(settings).ok).toBe(true)
  })

  it('keeps headers, kinds of choice and other names', () => {
    const { taskType, settings, columns } = compiled(
      `<Header value="What is it?"/>${image}<Choices name="c" toName="img" choice="multiple"><Choice value="Cat" alias="cat"/><Choice value="Dog"/></Choices>`,
    )
    expect({ settings, columns }).toEqual({
      settings: { question: { en: 'What is it?', fr: 'What is it?' }, labels: [{ value: 'cat' }, { value: 'Dog' }], multiple: true },
      columns: { image: 'photo' },
    })
    expect(findTaskType(taskType)?.setUp(settings).ok).toBe(true)
  })

  it('has taxonomies as the ways to their leaves, and skeletons under the labels of their rectangles', () => {
    const taxonomy = `${image}<Taxonomy name="x" toName="img"><Choice value="Online"><Choice value="Free"/><Choice value="Paid"/></Choice><Choice value="Paper"/></Taxonomy>`
    expect(compiled(taxonomy).settings['labels']).toEqual([{ value: 'Online / Free' }, { value: 'Online / Paid' }, { value: 'Paper' }])
    const pose = `${image}<KeyPointLabels name="k" toName="img"><Label value="nose"/></KeyPointLabels><RectangleLabels name="r" toName="img"><Label value="person"/></RectangleLabels>`
    expect(compiled(pose)).toMatchObject({
      taskType: 'keypoints',
      settings: { labels: [{ value: 'person' }], points: [{ value: 'nose' }] },
    })
  })

  it('has points that are shown for some labels only as the skeletons of these', () => {
    const points = (name: string, label: string, more = '') =>
      `<KeyPointLabels name="${name}" toName="img"${more}><Label value="${label}"/></KeyPointLabels>`
    const xml = `${image}<RectangleLabels name="r" toName="img"><Label value="person"/><Label value="hand"/><Label value="foot"/><Label value="dog"/></RectangleLabels>
      ${points('a', 'nose')}<View visibleWhen="region-selected" whenTagName="r" whenLabelValue="hand, foot">${points('b', 'wrist')}</View>
      ${points('c', 'tail', ' visibleWhen="region-selected" whenLabelValue="dog"')}`
    const { taskType, settings } = compiled(xml)
    expect(settings).toMatchObject({
      points: [{ value: 'nose' }],
      skeletons: [
        { label: 'hand', points: [{ value: 'wrist' }] },
        { label: 'foot', points: [{ value: 'wrist' }] },
        { label: 'dog', points: [{ value: 'tail' }] },
      ],
    })
    expect(findTaskType(taskType)?.setUp(settings).ok).toBe(true)
    const twice = compileConfig(`<View>${image}${points('a', 'nose')}${points('b', 'tail')}</View>`)
    expect(twice.ok ? [] : twice.error.map(({ code }) => code)).toEqual(['several_kinds'])
  })

  it('keeps relations of texts, and makes several questions a form', () => {
    const spans =
      '<Relations><Relation value="lives in"/></Relations><Text name="t" value="$text"/><Labels name="l" toName="t"><Label value="PER"/></Labels>'
    expect(compiled(spans).settings).toEqual({ labels: [{ value: 'PER' }], overlap: true, relations: [{ value: 'lives in' }] })
    const form = `${image}<Choices name="How good?" toName="img"><Choice value="good"/><Choice value="bad"/></Choices><Rating name="stars" toName="img" maxRating="7" required="true"/>`
    expect(compiled(form).settings['fields']).toMatchObject([
      { name: 'how_good_', en: 'How good?', kind: 'choice', choices: [{ value: 'good' }, { value: 'bad' }], required: false },
      { name: 'stars', kind: 'choice', required: true },
    ])
  })
})

describe('what is wrong', () => {
  it('is told with line and column, all of it at once', () => {
    const xml = `<View>
  <Image name="img" value="photo.png"/>
  <Blink/>
    <EllipseLabels name="e" toName="img"><Label value="x"/></EllipseLabels>
  <Choices name="c" toName="image"><Choice value="a"/></Choices>
  <RectangleLabels toName="img"></RectangleLabels>
  <TextArea name="t" toName="img" perRegion="true"/>
</View>`
    expect(problems(xml)).toEqual([
      [2, 3, 'not_a_variable', 'Image'],
      [3, 3, 'tag_unknown', 'Blink'],
      [4, 5, 'tag_not_supported', 'EllipseLabels'],
      [5, 3, 'target_unknown', 'Choices'],
      [6, 3, 'options_missing', 'RectangleLabels'],
      [6, 3, 'attribute_missing', 'RectangleLabels'],
      [7, 3, 'per_region_not_supported', 'TextArea'],
    ])
  })

  it.each([
    ['', 1, 'not_xml'],
    ['   ', 1, 'not_xml'],
    ['hello', 1, 'not_xml'],
    ['<View>\n<Text name="t"\n</View>', 3, 'not_xml'],
    ['<View>\n&nbsp;</View>', 2, 'not_xml'],
    ['<View>\n</View>', 1, 'no_control'],
    [view('<List name="a" value="$a"/>\n<Choices name="c" toName="a"><Choice value="x"/></Choices>'), 2, 'target_not_supported'],
    [
      view(`${image}\n<RectangleLabels name="a" toName="img"><Label value="x"/></RectangleLabels>\n<Number name="n" toName="img"/>`),
      4,
      'several_kinds',
    ],
    [view('<Text name="t" value="$t"/>\n<Pairwise name="p" toName="t"/>'), 3, 'target_not_supported'],
    [`<View>${' '.repeat(200_000)}</View>`, 1, 'too_long'],
  ])('in %j stands on its line %i', (xml, line, code) => {
    expect(problems(xml)[0]?.slice(0, 1)).toEqual([line])
    expect(problems(xml)[0]?.[2]).toBe(code)
  })

  it('is never more than that, whatever is pasted', () => {
    const part = fc.constantFrom(
      '<View>',
      '</View>',
      '<Image name="i" value="$i"/>',
      '<Choices ',
      'toName="i"',
      '>',
      '<',
      '&amp;',
      '"',
      '<!DOCTYPE x [<!ENTITY a "b">]>',
      'é',
      '$',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const result = compileConfig(parts.join(''))
        const places = result.ok ? [] : result.error
        expect(places.every(({ line, column }) => line >= 1 && column >= 1)).toBe(true)
        expect(result.ok || places.length > 0).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
