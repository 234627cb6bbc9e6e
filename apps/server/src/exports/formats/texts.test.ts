import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brat } from './brat.ts'
import { codePointsOf } from './code-points.ts'
import { conll } from './conll.ts'
import { aContext, aRow, archiveOf, linesOf, rowsOf, textOf } from './format.builders.ts'
import { preference } from './preference.ts'
import { qrels } from './qrels.ts'
import { spacy } from './spacy.ts'

const settings = { labels: [{ value: 'PER' }, { value: 'LOC' }] }
const text = '🎉 Ada Lovelace was born in London. She wrote!'
const response = {
  spans: [
    { id: 'a', start: 2, end: 14, label: 'PER' },
    { id: 'b', start: 27, end: 33, label: 'LOC' },
  ],
  relations: [{ from: 'a', to: 'b', label: 'born in' }],
}

/** Spans of a text that do not touch each other, in order. */
const marked = fc
  .tuple(
    fc.array(fc.constantFrom('Ada', 'né', '🎉', '东京', ' ', '. ', '\n', '-', 'e\u0301', 'שלום', '&<>"', '\t'), {
      minLength: 1,
      maxLength: 30,
    }),
    fc.array(fc.nat(60), { maxLength: 8 }),
  )
  .map(([parts, cuts]) => {
    const whole = parts.join('')
    const count = Array.from(whole).length
    const edges = [...new Set(cuts.filter((cut) => cut <= count))].toSorted((a, b) => a - b)
    const spans = edges.slice(1).flatMap((end, place) => {
      const start = edges[place] ?? 0
      const covered = Array.from(whole).slice(start, end).join('')
      // a span of nothing but spaces has no token to stand on
      return place % 2 === 0 && /[^\s\p{Cc}]/u.test(covered)
        ? [{ id: `s${place}`, start, end, label: place % 4 === 0 ? 'PER' : 'LOC' }]
        : []
    })
    return { text: whole, spans }
  })

describe('CoNLL-2003', () => {
  interface Entity {
    readonly label: string
    readonly words: readonly string[]
  }

  /** Entities by the rules of the format: four columns, B begins, I goes on, an empty line ends a sentence. */
  function readConll(file: string): Entity[][] {
    return file
      .split('-DOCSTART- -X- O O\n')
      .slice(1)
      .map((document) => {
        const entities: { label: string; words: string[] }[] = []
        for (const line of document.split('\n').filter(Boolean)) {
          const columns = line.split(' ')
          if (columns.length !== 4) throw new Error(`${columns.length} columns: ${line}`)
          const [word = '', , , tag = ''] = columns
          if (tag.startsWith('B-')) entities.push({ label: tag.slice(2), words: [word] })
          else if (tag.startsWith('I-')) {
            if (entities.at(-1)?.label !== tag.slice(2)) throw new Error(`${tag} goes on from nothing`)
            entities.at(-1)?.words.push(word)
          }
        }
        return entities
      })
  }

  it('begins each text, tags each word, and leaves a line after each sentence', async () => {
    const file = await textOf(conll, rowsOf([{ text }, response]), aContext('spans', settings))
    expect(file.split('\n')).toEqual([
      '-DOCSTART- -X- O O',
      '',
      '🎉 -X- _ O',
      'Ada -X- _ B-PER',
      'Lovelace -X- _ I-PER',
      'was -X- _ O',
      'born -X- _ O',
      'in -X- _ O',
      'London -X- _ B-LOC',
      '. -X- _ O',
      '',
      'She -X- _ O',
      'wrote -X- _ O',
      '! -X- _ O',
      '',
      '',
    ])
  })

  it('gives every span back as whole words, in any script', async () => {
    await fc.assert(
      fc.asyncProperty(marked, async (task) => {
        const [read] = readConll(await textOf(conll, rowsOf([{ text: task.text }, { spans: task.spans }]), aContext('spans', settings)))
        const plain = (some: string) => some.replaceAll(/[\s\p{Cc}]/gu, '')
        const covered = task.spans.map(({ start, end, label }) => [label, plain(Array.from(task.text).slice(start, end).join(''))])
        expect(read?.map(({ label, words }) => [label, words.join('')])).toEqual(covered)
      }),
      { numRuns: 300 },
    )
  })

  it('ends words as the language of the texts does, not that of the project', async () => {
    // Greek ends a question with a semicolon
    const greek = 'Πού είναι; Εδώ.'
    const sentences = async (textLanguage: string) =>
      (await textOf(conll, rowsOf([{ text: greek }, { spans: [] }]), aContext('spans', { ...settings, textLanguage }))).split('\n\n').length
    expect(await sentences('el')).toBeGreaterThan(await sentences(''))
  })

  it('keeps the longest of spans that overlap', async () => {
    const spans = [
      { id: 'a', start: 0, end: 3, label: 'PER' },
      { id: 'b', start: 0, end: 12, label: 'LOC' },
    ]
    const file = await textOf(conll, rowsOf([{ text: 'Ada Lovelace' }, { spans }]), aContext('spans', settings))
    expect(readConll(file)).toEqual([[{ label: 'LOC', words: ['Ada', 'Lovelace'] }]])
  })
})

describe('brat', () => {
  function readAnn(ann: string, source: string) {
    const places = codePointsOf(source)
    return ann
      .split('\n')
      .filter((line) => line.startsWith('T'))
      .map((line) => {
        const [, head = '', covered] = line.split('\t')
        const [label = ''] = head.split(' ')
        const pieces = head
          .slice(label.length + 1)
          .split(';')
          .map((piece) => piece.split(' ').map(Number))
        const slices = pieces.map(([start = 0, end = 0]) => places.slice(start, end).replaceAll('\t', ' '))
        expect(slices.join(' ')).toBe(covered)
        return [label, pieces[0]?.[0], pieces.at(-1)?.[1]]
      })
  }

  it('has the text, its spans and relations, and names their types', async () => {
    const entries = await archiveOf(brat, rowsOf([{ text }, response]), aContext('spans', settings))
    expect(entries.get('000001.txt')).toBe(text)
    expect(entries.get('000001.ann')).toBe('T1\tPER 2 14\tAda Lovelace\nT2\tLOC 27 33\tLondon\nR1\tborn_in Arg1:T1 Arg2:T2\n')
    expect(entries.get('annotation.conf')).toContain('[entities]\nPER\nLOC\n')
  })

  it('keeps its offsets for readers that take CR and LF for one line end', async () => {
    const windows = 'one\r\ntwo three'
    const spans = [{ id: 'a', start: 5, end: 8, label: 'PER' }]
    const entries = await archiveOf(brat, rowsOf([{ text: windows }, { spans }]), aContext('spans', settings))
    const read = (entries.get('000001.txt') ?? '').replaceAll('\r\n', '\n')
    expect([read.slice(5, 8), entries.get('000001.ann')]).toEqual(['two', 'T1\tPER 5 8\ttwo\n'])
  })

  it('has a type of plain letters for each label, and says what it stands for', async () => {
    const labels = ['lieu/ville', 'lieu_ville', '東京', '---', 'été']
    const spans = labels.map((label, place) => ({ id: String(place), start: place, end: place + 1, label }))
    const own = { labels: labels.map((value) => ({ value })) }
    const entries = await archiveOf(brat, rowsOf([{ text: 'abcdef' }, { spans }]), aContext('spans', own))
    const types = (entries.get('000001.ann') ?? '').split('\n').flatMap((line) => line.split('\t')[1]?.split(' ')[0] ?? [])
    expect(types).toEqual(['lieu_ville', 'lieu_ville-2', 'T', 'T_---', 'ete'])
    expect(entries.get('annotation.conf')).toContain(`[entities]\n${types.join('\n')}\n\n`)
    const told = (entries.get('visual.conf') ?? '').split('\n').filter((line) => line.includes(' | '))
    expect(told).toEqual(labels.map((label, place) => `${types[place]} | ${label}`))
  })

  it('gives every span back, also over line ends', async () => {
    await fc.assert(
      fc.asyncProperty(marked, async (task) => {
        const entries = await archiveOf(brat, rowsOf([{ text: task.text }, { spans: task.spans }]), aContext('spans', settings))
        const read = readAnn(entries.get('000001.ann') ?? '', task.text)
        const inner = task.spans.map(({ start, end, label }) => {
          const covered = Array.from(task.text).slice(start, end)
          const before = covered.findIndex((character) => character !== '\n')
          const after = covered.toReversed().findIndex((character) => character !== '\n')
          return [label, start + before, end - after]
        })
        expect(read).toEqual(inner)
      }),
      { numRuns: 200 },
    )
  })
})

describe('spaCy', () => {
  it('has start, end and label in code points, and relations by their place', async () => {
    const row = aRow({ payload: { text }, response, worker: 'w-1', task: 7 })
    expect(await linesOf(spacy, [row], aContext('spans', settings))).toEqual([
      {
        text,
        entities: [
          [2, 14, 'PER'],
          [27, 33, 'LOC'],
        ],
        relations: [{ head: 0, child: 1, label: 'born in' }],
        meta: { task: 7, annotator: 'w-1' },
      },
    ])
  })
})

describe('spaCy, where spans overlap', () => {
  it('has those that can stand side by side as entities, and all of them as spans', async () => {
    const spans = [
      { id: 'a', start: 0, end: 3, label: 'PER' },
      { id: 'b', start: 0, end: 12, label: 'LOC' },
      { id: 'c', start: 13, end: 16, label: 'PER' },
    ]
    const row = aRow({ payload: { text: 'Ada Lovelace was' }, response: { spans }, method: 'majority-vote', confidence: 0.5, people: 2 })
    const all = [
      [0, 3, 'PER'],
      [0, 12, 'LOC'],
      [13, 16, 'PER'],
    ]
    expect(await linesOf(spacy, [row], aContext('spans', settings))).toEqual([
      {
        text: 'Ada Lovelace was',
        entities: [all[1], all[2]],
        spans: { sc: all },
        meta: { task: 1, confidence: 0.5, responses: 2, method: 'majority-vote', version: '0.1.0' },
      },
    ])
  })
})

describe('TREC qrels', () => {
  it('has four columns: the same query is one topic, numbers are grades, other labels count in their order', async () => {
    const rows = rowsOf(
      [{ query: 'cheap flights', text: 'A', document_id: 'doc 1' }, { label: '3' }],
      [{ query: 'cheap flights', text: 'B' }, { label: '0' }],
      [{ query_id: 'Q7', text: 'C' }, { label: 'relevant' }],
      [{ query_id: 'Q8', text: 'D' }, null],
    )
    const context = aContext('text-class', { labels: [{ value: 'not' }, { value: 'relevant' }] })
    const lines = (await textOf(qrels, rows, context))
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' '))
    expect(lines.map((columns) => columns.length)).toEqual([4, 4, 4])
    expect(lines[0]?.[0]).toBe(lines[1]?.[0])
    expect(lines.map(([, ...rest]) => rest.join(' '))).toEqual(['0 doc_1 3', '0 task-2 0', '0 task-3 1'])
    expect(lines[2]?.[0]).toBe('Q7')
  })
})

describe('preferences', () => {
  it('has what was chosen and what was not; a tie is left out', async () => {
    const payload = { prompt: 'Say hello', a: 'Hello!', b: 'No.' }
    const rows = [
      aRow({ payload, response: { choice: 'b', strength: 2, shownFirst: 'a' }, worker: 'w-1' }),
      aRow({ task: 2, payload, response: { choice: 'tie', shownFirst: 'a' }, worker: 'w-1' }),
      aRow({ task: 3, payload, response: { choice: 'a', shownFirst: 'b' }, confidence: 0.75, people: 4 }),
    ]
    expect(await linesOf(preference, rows, aContext('pairwise'))).toEqual([
      { prompt: 'Say hello', chosen: 'No.', rejected: 'Hello!', strength: 2, task: 1, annotator: 'w-1' },
      { prompt: 'Say hello', chosen: 'Hello!', rejected: 'No.', task: 3, confidence: 0.75, responses: 4, method: null, version: null },
    ])
  })
})
