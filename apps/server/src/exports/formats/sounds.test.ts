import { parse as parseCsv } from 'csv-parse/sync'
import fc from 'fast-check'
import SrtParser from 'srt-parser-2'
import { describe, expect, it } from 'vitest'
import { WebVTTParser } from 'webvtt-parser'
import { srt, webVtt } from './captions.ts'
import { commonVoice } from './common-voice.ts'
import { aContext, aRow, archiveOf, linesOf, rowsOf } from './format.builders.ts'
import { audioFolder, imageFolder } from './media-folder.ts'
import { nemo } from './nemo.ts'

const segments = [
  { start: 0.5, end: 2.25, speaker: 'Ada & Co', text: 'Bonjour <tous> --> & à bientôt\n\nencore' },
  { start: 3725.001, end: 3725.001, text: 'fin' },
]
/** The parser's own list has them without the semicolon, which then stays in the text. */
const ENTITIES = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }
const recording = rowsOf([{ audio: 'café/été.wav' }, { segments }])

const someSegments = fc.uniqueArray(
  fc.record({ at: fc.nat(4_000_000), ms: fc.integer({ min: 1, max: 60_000 }), text: fc.stringMatching(/^[a-zé東🎉 ,.'&<>-]{1,40}$/u) }),
  { maxLength: 6, selector: ({ at }) => at },
)

describe('WebVTT', () => {
  it('is read without an error, with who speaks', async () => {
    const file = (await archiveOf(webVtt, recording, aContext('transcribe'))).get('café/été.vtt') ?? ''
    const { cues, errors } = new WebVTTParser(ENTITIES).parse(file, 'subtitles/captions/descriptions')
    expect(errors).toEqual([])
    expect(cues.map(({ startTime, endTime }) => [startTime, endTime])).toEqual([
      [0.5, 2.25],
      [3725.001, 3725.002],
    ])
    expect(JSON.stringify(cues[0]?.tree)).toContain('Bonjour <tous> --> & à bientôt\\nencore')
    expect(file).toContain('01:02:05.001 --> 01:02:05.002')
    expect(file).toContain('<v Ada &amp; Co>')
  })

  it('gives times and words back, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(someSegments, async (given) => {
        const spoken = given.toSorted((a, b) => a.at - b.at).map(({ at, ms, text }) => ({ start: at / 1000, end: (at + ms) / 1000, text }))
        const entries = await archiveOf(webVtt, rowsOf([{ audio: 'a.wav' }, { segments: spoken }]), aContext('transcribe'))
        const { cues } = new WebVTTParser(ENTITIES).parse(entries.get('a.vtt') ?? '')
        const words = (children: readonly unknown[]): string =>
          children.map((child) => (child as { value?: string }).value ?? words((child as { children?: unknown[] }).children ?? [])).join('')
        expect(
          cues.map(({ startTime, endTime, tree }) => [Math.round(startTime * 1000), Math.round(endTime * 1000), words(tree.children)]),
        ).toEqual(spoken.map(({ start, end, text }) => [Math.round(start * 1000), Math.round(end * 1000), text.trim()]))
      }),
      { numRuns: 100 },
    )
  })
})

describe('SRT', () => {
  it('is read with its times and words', async () => {
    const file = (await archiveOf(srt, recording, aContext('transcribe'))).get('café/été.srt') ?? ''
    const read = new SrtParser().fromSrt(file)
    expect(read.map(({ id, startTime, endTime, text }) => [id, startTime, endTime, text])).toEqual([
      ['1', '00:00:00,500', '00:00:02,250', 'Ada & Co: Bonjour <tous> --> & à bientôt\nencore'],
      ['2', '01:02:05,001', '01:02:05,002', 'fin'],
    ])
  })
})

describe('a text that looks like a cue', () => {
  it('begins none, in either form', async () => {
    const text = '2\n00:00:09,000 --> 00:00:10,000\n00:00:09.000 --> 00:00:10.000\nno more'
    const rows = rowsOf([{ audio: 'a.wav' }, { segments: [{ start: 1, end: 2, speaker: 'A > <B>\nC', text }] }])
    const subrip = (await archiveOf(srt, rows, aContext('transcribe'))).get('a.srt') ?? ''
    expect(subrip.match(/\d\s*-->\s*\d/g)).toHaveLength(1)
    const vtt = (await archiveOf(webVtt, rows, aContext('transcribe'))).get('a.vtt') ?? ''
    const { cues, errors } = new WebVTTParser(ENTITIES).parse(vtt)
    expect([cues.length, errors]).toEqual([1, []])
    expect(vtt).toContain('<v A B C>')
  })
})

describe('NeMo', () => {
  it('has a line per stretch of speech, or per recorded sentence', async () => {
    const made = { task: 1, confidence: null, responses: 1, method: null, version: null }
    expect(await linesOf(nemo, recording, aContext('transcribe'))).toEqual([
      { audio_filepath: 'café/été.wav', offset: 0.5, duration: 1.75, text: segments[0]?.text, speaker: 'Ada & Co', lang: 'en', ...made },
      { audio_filepath: 'café/été.wav', offset: 3725.001, duration: 0, text: 'fin', lang: 'en', ...made },
    ])
    const voice = { audio: 'fil_1', duration: 2.5, sampleRate: 16_000, peakDb: -3, clipped: false }
    const row = aRow({ payload: { sentence: 'Bonjour' }, response: voice, worker: 'w-1' })
    expect(await linesOf(nemo, [row], aContext('voice'))).toEqual([
      { audio_filepath: 'fil_1', duration: 2.5, text: 'Bonjour', lang: 'en', task: 1, annotator: 'w-1' },
    ])
  })
})

const voice = (audio: string) => ({ audio, duration: 2.5, sampleRate: 16_000, peakDb: -3, clipped: false })
const files = {
  fil_1: { contentType: 'audio/wav', content: 'RIFF one' },
  fil_2: { contentType: 'audio/webm;codecs=opus', content: 'webm two' },
  'set/cat.jpg': { contentType: 'image/jpeg', content: 'jpeg' },
}
const spoken = [
  aRow({ task: 1, payload: { sentence: 'Bonjour\tà tous', locale: 'fr' }, response: voice('fil_1'), worker: 'w-1' }),
  aRow({ task: 1, payload: { sentence: 'Bonjour\tà tous', locale: 'fr' }, response: voice('fil_2'), worker: 'w-2' }),
  aRow({ task: 2, payload: { sentence: '"Gone"' }, response: voice('fil_3'), worker: 'w-1' }),
]

describe('Common Voice', () => {
  it('has each clip and a line for it, and no line for a clip that is gone', async () => {
    const entries = await archiveOf(commonVoice, spoken, aContext('voice', {}, files))
    const rows = parseCsv<Record<string, string>>(entries.get('other.tsv') ?? '', { columns: true, delimiter: '\t', quote: false })
    expect(rows.map(({ client_id: who, sentence, locale, up_votes: up, gender }) => [who, sentence, locale, up, gender])).toEqual([
      ['w-1', 'Bonjour à tous', 'fr', '0', ''],
      ['w-2', 'Bonjour à tous', 'fr', '0', ''],
    ])
    expect(rows.map(({ path = '' }) => entries.get(`clips/${path}`))).toEqual(['RIFF one', 'webm two'])
    expect(rows.map(({ path }) => path)).toEqual(['bat_1-1.wav', 'bat_1-1.webm'])
    expect(entries.get('validated.tsv')?.split('\n')).toHaveLength(2)
  })

  it('takes checks of a later step for votes: what was heard is the sentence, or is not', async () => {
    const heard: Record<string, string[]> = {
      yes: ['bonjour, à tous', 'Bonjour à tous!'],
      no: ['Bonsoir à tous', 'Bonjour à tous', 'Bonjour'],
      one: ['Bonjour à tous'],
      tied: ['Bonjour à tous', 'Bonsoir'],
    }
    const clips = Object.keys(heard)
    const content = Object.fromEntries(clips.map((clip) => [clip, { contentType: 'audio/wav', content: clip }]))
    const rows = clips.map((audio, place) =>
      aRow({ task: place + 1, payload: { sentence: 'Bonjour à tous' }, response: { audio }, worker: `w-${place}` }),
    )
    const context = { ...aContext('voice', {}, content), listChecks: async (_task: number, audio: string) => heard[audio] ?? [] }
    const entries = await archiveOf(commonVoice, rows, context)
    const votes = (table: string) =>
      parseCsv<Record<string, string>>(entries.get(`${table}.tsv`) ?? '', { columns: true, delimiter: '\t', quote: false }).map(
        ({ path = '', up_votes: up, down_votes: down }) => [entries.get(`clips/${path}`), up, down],
      )
    expect([votes('validated'), votes('invalidated'), votes('other')]).toEqual([
      [['yes', '2', '0']],
      [['no', '1', '2']],
      [
        ['one', '1', '0'],
        ['tied', '1', '1'],
      ],
    ])
  })
})

describe('a recording in Opus', () => {
  it.each([
    ['audio/webm', 'webm'],
    ['audio/ogg', 'ogg'],
  ])('of type %s stays what it is, and is called .%s', async (contentType, end) => {
    const context = aContext('voice', {}, { fil_1: { contentType, content: 'opus' } })
    const [row] = spoken
    if (row === undefined) throw new Error('there is a row')
    expect((await archiveOf(commonVoice, [row], context)).get(`clips/bat_1-1.${end}`)).toBe('opus')
    const folder = await archiveOf(audioFolder, [row], context)
    expect([...folder].filter(([, content]) => content === 'opus').map(([name]) => name)).toEqual([expect.stringMatching(`\\.${end}$`)])
  })
})

describe('folders of media', () => {
  const metadata = (entries: Map<string, string>, name = 'metadata.jsonl') =>
    (entries.get(name) ?? '')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>)

  it('have a line for each sound, and tell of those that are gone in another file', async () => {
    const entries = await archiveOf(audioFolder, spoken, aContext('voice', {}, files))
    const lines = metadata(entries)
    expect(lines.map(({ text, annotator }) => [text, annotator])).toEqual([
      ['Bonjour\tà tous', 'w-1'],
      ['Bonjour\tà tous', 'w-2'],
    ])
    expect(lines.map(({ file_name: name }) => entries.get(String(name)))).toEqual(['RIFF one', 'webm two'])
    expect(metadata(entries, 'missing.jsonl')).toEqual([expect.objectContaining({ source: 'fil_3', text: '"Gone"' })])
  })

  it('have a picture once, with the labels of each who saw it', async () => {
    const payload = { image: 'set/cat.jpg' }
    const rows = ['w-1', 'w-2'].map((worker) => aRow({ payload, response: { label: 'cat' }, worker }))
    const entries = await archiveOf(imageFolder, rows, aContext('image-class', {}, files))
    expect([...entries.keys()]).toEqual(['data/000001.jpg', 'metadata.jsonl', 'about.json'])
    expect(metadata(entries)).toEqual([
      { file_name: 'data/000001.jpg', source: 'set/cat.jpg', label: 'cat', task: 1, annotator: 'w-1' },
      { file_name: 'data/000001.jpg', source: 'set/cat.jpg', label: 'cat', task: 1, annotator: 'w-2' },
    ])
  })

  it('have the photographs of a form with its other fields', async () => {
    const photo = [{ file: 'set/cat.jpg', name: 'x.jpg', type: 'image/jpeg', size: 4 }]
    const rows = [aRow({ response: { price: 3, photo }, worker: 'w-1' })]
    const entries = await archiveOf(imageFolder, rows, aContext('collect', {}, files))
    expect(metadata(entries)).toEqual([
      expect.objectContaining({ field: 'photo', fields: { price: 3 }, source: 'set/cat.jpg', file_name: 'data/000001.jpg' }),
    ])
  })
})
