import type { ExportRow } from '../apps/server/src/exports/formats/format.ts'

/** Answers of one task type: what the batch is set to, and the task and answer of a number. */
export interface GeneratedAnswers {
  readonly settings: unknown
  payload(n: number): unknown
  response(n: number): unknown
}

const LABELS = { labels: ['car', 'bus', 'bicycle', 'person'].map((value) => ({ value })) }
const labelOf = (n: number) => LABELS.labels[n % 4]?.value ?? 'car'
const picture = (n: number) => ({ image: `street/${n}.jpg` })
const size = { w: 1920, h: 1080 }
const several = <T>(count: number, make: (k: number) => T): T[] => Array.from({ length: count }, (_, k) => make(k))
const text = (n: number) => `On day ${n} Ada Lovelace met Charles Babbage in London, and they spoke of the café on the corner.`
/** Twenty columns of background, ten that are set, the rest background. */
const MASK = { size: { w: 160, h: 120 }, counts: 'P[2`U1`W?' }

/** One for each type with a format of its own; a few hundred bytes each, as real answers have. */
export const ANSWERS: Readonly<Record<string, GeneratedAnswers>> = {
  'text-class': {
    settings: LABELS,
    payload: (n) => ({ text: text(n), context: `query ${n % 100}` }),
    response: (n) => ({ label: labelOf(n) }),
  },
  'image-class': { settings: LABELS, payload: picture, response: (n) => ({ label: labelOf(n) }) },
  bbox: {
    settings: LABELS,
    payload: picture,
    response: (n) => ({
      size,
      boxes: several(4, (k) => ({ id: `b${k}`, label: labelOf(n + k), x: (n * 7 + k * 300) % 1500, y: (n * 3) % 800, w: 200 + k, h: 120 })),
    }),
  },
  polygon: {
    settings: LABELS,
    payload: picture,
    response: (n) => ({
      size,
      shapes: several(2, (k) => ({
        id: `p${k}`,
        label: labelOf(n + k),
        closed: true,
        points: several(12, (p) => [(n + p * 40) % 1900, (n * p) % 1000]),
      })),
    }),
  },
  mask: {
    settings: LABELS,
    payload: picture,
    response: (n) => ({ size: MASK.size, regions: [{ id: 'm', label: labelOf(n), counts: MASK.counts }] }),
  },
  keypoints: {
    settings: { ...LABELS, points: several(17, (k) => ({ value: `point ${k}` })) },
    payload: picture,
    response: (n) => ({
      size,
      objects: [
        {
          id: 'o',
          label: 'person',
          points: several(17, (k) => ({ name: `point ${k}`, x: (n + k * 11) % 1900, y: (k * 50) % 1000, v: 2 })),
        },
      ],
    }),
  },
  spans: {
    settings: LABELS,
    payload: (n) => ({ text: text(n) }),
    response: (n) => {
      const from = `On day ${n} `.length
      return {
        spans: [
          { id: 'a', start: from, end: from + 12, label: 'person' },
          { id: 'b', start: from + 17, end: from + 32, label: 'person' },
        ],
      }
    },
  },
  pairwise: {
    settings: {},
    payload: (n) => ({ prompt: text(n), a: `Yes, ${text(n)}`, b: `No, ${text(n)}` }),
    response: (n) => ({ choice: n % 2 === 0 ? 'a' : 'b', strength: 2, shownFirst: 'a' }),
  },
  transcribe: {
    settings: {},
    payload: (n) => ({ audio: `calls/${n}.wav` }),
    response: (n) => ({
      segments: several(5, (k) => ({ start: k * 4, end: k * 4 + 3.5, speaker: k % 2 === 0 ? 'A' : 'B', text: text(n + k) })),
    }),
  },
  voice: {
    settings: {},
    payload: (n) => ({ sentence: text(n), locale: 'en' }),
    response: (n) => ({ audio: `fil_${n}`, duration: 4.2, sampleRate: 48_000, peakDb: -3, clipped: false }),
  },
  translation: {
    settings: { sourceLanguage: 'en', targetLanguage: 'fr' },
    payload: (n) => ({ text: text(n) }),
    response: (n) => ({ text: `Le jour ${n}, Ada Lovelace a rencontré Charles Babbage à Londres.`, edited: false }),
  },
}

export async function* generatedRows({ payload, response }: GeneratedAnswers, count: number): AsyncGenerator<ExportRow, void, undefined> {
  for (let task = 1; task <= count; task += 1) {
    yield {
      task,
      payload: payload(task),
      response: response(task),
      method: 'majority-vote',
      worker: 'w-0123456789ab',
      confidence: 0.9,
      people: 3,
      truth: null,
      submittedAt: '2026-11-21T10:00:00.000Z',
      workMs: 4200,
      passed: null,
      sourceLine: null,
      origin: null,
    }
  }
}
