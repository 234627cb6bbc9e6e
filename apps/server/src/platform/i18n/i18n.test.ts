import { globSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { catalogue, catalogueProblems, negotiateLocale, plural } from './index.ts'
import type { Locale } from './locale.ts'

describe('negotiateLocale', () => {
  it.each([
    ['fr-FR,fr;q=0.9,en;q=0.8', undefined, 'fr'],
    ['en;q=0.5, fr-CA;q=0.7', undefined, 'fr'],
    ['de, en;q=0.3, fr;q=0.3', undefined, 'en'],
    ['FR', undefined, 'fr'],
    ['fr;q=0, en;q=0.1', undefined, 'en'],
    ['fr;q=high, ;;;,', undefined, 'en'],
    ['de', undefined, 'en'],
    [undefined, undefined, 'en'],
    [null, null, 'en'],
    ['fr', 'en', 'en'],
    ['fr', 'de', 'fr'],
    ['en', 'fr', 'fr'],
  ])('reads %s with the choice %s as %s', (header, chosen, locale) => expect(negotiateLocale(header, chosen)).toBe(locale))
})

describe('catalogue', () => {
  const messages = catalogue({
    en: { hello: 'Hello', tasks: ({ count }: { count: number }) => `${count} tasks`, errors: { late: 'Too late' } },
    fr: { hello: 'Bonjour', tasks: ({ count }) => `${count} tâches`, errors: { late: 'Trop tard' } },
  })

  it('gives each language its sentences', () => {
    expect(messages.fr.tasks({ count: 3 })).toBe('3 tâches')
    expect(messages.en.errors.late).toBe('Too late')
  })

  it('does not compile when French lacks a key, has one more, or asks for something else', () => {
    // @ts-expect-error the French text is missing
    catalogue({ en: { hello: 'Hello' }, fr: {} })
    // @ts-expect-error `adieu` has no English counterpart
    catalogue({ en: { hello: 'Hello' }, fr: { hello: 'Bonjour', adieu: 'Adieu' } })
    // @ts-expect-error the parameter differs
    catalogue({ en: { hi: (p: { name: string }) => p.name }, fr: { hi: (p: { nom: string }) => p.nom } })
    // @ts-expect-error a nested key is missing
    catalogue({ en: { errors: { late: 'Late' } }, fr: { errors: {} } })
    expect(catalogueProblems(messages)).toEqual([])
  })

  it('names every defect at run time', () => {
    const broken = { en: { a: 'A', b: 'B', c: { d: 'D' }, e: 'E' }, fr: { a: ' ', c: {}, e: () => 'E', f: 'F' } }
    expect(catalogueProblems(broken)).toEqual([
      'fr.a is empty',
      'fr.f has no English counterpart',
      'fr.b is missing',
      'fr.c.d is missing',
      'fr.e is a function, in English a string',
    ])
  })
})

describe('plural', () => {
  it.each<[Locale, number, string]>([
    ['en', 0, 'tasks'],
    ['en', 1, 'task'],
    ['fr', 0, 'task'],
    ['fr', 1, 'task'],
    ['fr', 2, 'tasks'],
    ['fr', 1_000_000, 'tasks'],
  ])('in %s, %s takes "%s"', (locale, count, word) => expect(plural(locale, count, { one: 'task', other: 'tasks' })).toBe(word))
})

describe('every catalogue of the server', () => {
  const source = fileURLToPath(new URL('../../', import.meta.url))
  const files = globSync('**/*.messages.ts', { cwd: source })

  it('is found', () => expect(files.map((file) => file.replaceAll('\\', '/'))).toContain('platform/layout/layout.messages.ts'))

  it.each(files)('%s says the same things in both languages', async (file) => {
    const exported: unknown[] = Object.values((await import(pathToFileURL(join(source, file)).href)) as object)
    const catalogues = exported.filter(
      (each): each is Record<Locale, unknown> => typeof each === 'object' && each !== null && 'en' in each && 'fr' in each,
    )
    expect(catalogues.length).toBeGreaterThan(0)
    expect(catalogues.flatMap((each) => catalogueProblems(each))).toEqual([])
  })
})
