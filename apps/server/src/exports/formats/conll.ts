import type { Span } from '@canut/contract'
import { textIn } from '../../platform/members.ts'
import { codePointsOf } from './code-points.ts'
import type { ExportContext, ExportFormat, ExportRow } from './format.ts'
import { sideBySide, spansOf, textOf } from './spans.ts'

/**
 * CoNLL-2003 with tags in BIO (IOB2, as programs expect today; the shared task of 2003 itself used IOB1): a token a line, with
 * `-X-` and `_` where its parts of speech and chunks were, an empty line after each sentence.
 */
export const conll: ExportFormat = {
  name: 'conll',
  mediaType: 'text/plain; charset=utf-8',
  title: { en: 'CoNLL-2003 (BIO)', fr: 'CoNLL-2003 (BIO)' },
  summary: {
    en: 'A word and its tag on each line, for programs that tag words. Of spans that overlap, the longest is kept.',
    fr: 'Un mot et son étiquette par ligne, pour les programmes qui étiquettent des mots. De passages qui se recouvrent, le plus long est gardé.',
  },
  types: ['spans'],
  answers: ['results'],
  write: writeConll,
}

async function* writeConll(rows: AsyncIterable<ExportRow>, context: ExportContext): AsyncGenerator<string, void, undefined> {
  const language = textIn(context.batch.settings, 'textLanguage') || context.language
  const cut = { sentences: segmenter(language, 'sentence'), words: segmenter(language, 'word') }
  for await (const { payload, response } of rows) {
    if (response === null) continue
    const sentences = taggedSentences(textOf(payload), spansOf(response).spans, cut)
    yield `-DOCSTART- -X- O O\n\n${sentences.map((lines) => `${lines.join('\n')}\n\n`).join('')}`
  }
}

function segmenter(language: string | null, granularity: 'word' | 'sentence'): Intl.Segmenter {
  try {
    return new Intl.Segmenter(language ?? 'und', { granularity })
  } catch {
    // a project may name a language that this machine does not know
    return new Intl.Segmenter('und', { granularity })
  }
}

interface Cut {
  readonly sentences: Intl.Segmenter
  readonly words: Intl.Segmenter
}

/** Words end where a span does, so that every span is whole words; no sentence ends inside a span. */
function taggedSentences(text: string, spans: readonly Span[], { sentences, words }: Cut): string[][] {
  const places = codePointsOf(text)
  const flat = sideBySide(spans).map(({ start, end, label }) => ({ start: places.toIndex(start), end: places.toIndex(end), label }))
  const edges = flat.flatMap(({ start, end }) => [start, end])
  const ends = [...sentences.segment(text)]
    .map(({ index, segment }) => index + segment.length)
    .filter((end) => !flat.some((span) => span.start < end && end < span.end))
  const found: string[][] = []
  let [from, spanPlace, before] = [0, 0, -1]
  for (const end of ends) {
    const lines: string[] = []
    for (const { start, word } of wordsIn(text, from, end, edges, words)) {
      while (flat[spanPlace] !== undefined && (flat[spanPlace]?.end ?? 0) <= start) spanPlace += 1
      const span = flat[spanPlace]
      const inside = span !== undefined && span.start <= start
      lines.push(`${word} -X- _ ${inside ? `${before === spanPlace ? 'I' : 'B'}-${tagOf(span.label)}` : 'O'}`)
      if (inside) before = spanPlace
    }
    if (lines.length > 0) found.push(lines)
    from = end
  }
  return found
}

function* wordsIn(text: string, from: number, to: number, edges: readonly number[], words: Intl.Segmenter) {
  const stops = [from, ...edges.filter((edge) => edge > from && edge < to), to].toSorted((a, b) => a - b)
  for (const [place, stop] of stops.slice(1).entries()) {
    const start = stops[place] ?? from
    for (const { segment, index } of words.segment(text.slice(start, stop))) {
      // a space is no word, nor is anything else that a line of columns could not hold
      const word = segment.replaceAll(/[\s\p{Cc}\u2028\u2029]/gu, '')
      if (word !== '') yield { start: start + index, word }
    }
  }
}

const tagOf = (label: string): string => label.replaceAll(/\s+/g, '_')
