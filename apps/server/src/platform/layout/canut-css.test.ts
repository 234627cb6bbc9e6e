import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('./canut.css', import.meta.url), 'utf8')

function declarationsOf(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`)
  if (start < 0) throw new Error(`${selector} is not in the stylesheet`)
  const block = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start))
  return Object.fromEntries([...block.matchAll(/(--[a-z-]+|color-scheme): ([^;]+);/g)].map(([, name = '', value = '']) => [name, value]))
}

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  if (!/^#[0-9a-f]{6}$/.test(hex)) throw new Error(`${hex} is not a six-digit colour`)
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

const text: [string, string][] = [
  ...['--paper', '--surface', '--sunken'].flatMap((ground): [string, string][] => [
    ['--ink', ground],
    ['--ink-soft', ground],
    ['--accent', ground],
    ['--accent-strong', ground],
  ]),
  ...['--paper', '--surface'].flatMap((ground): [string, string][] => [
    ['--ok', ground],
    ['--warning', ground],
    ['--error', ground],
  ]),
  ...['accent', 'ok', 'warning', 'error'].flatMap((tone): [string, string][] => [
    [`--${tone}`, `--${tone}-soft`],
    ['--ink', `--${tone}-soft`],
    ['--ink-soft', `--${tone}-soft`],
  ]),
  ['--on-accent', '--accent'],
  ['--on-accent', '--accent-strong'],
]

/** What must be told from its ground to be used: borders of controls, focus rings, filled bars. */
const parts: [string, string][] = ['--line-strong', '--accent', '--error'].flatMap((edge) => [
  [edge, '--paper'],
  [edge, '--surface'],
  [edge, '--sunken'],
])

const light = declarationsOf('  :root')
const themes = { light, dark: { ...light, ...declarationsOf(":root[data-theme='dark']") } }

describe.each(Object.entries(themes))('the %s theme', (_name, tokens) => {
  const ratio = (one: string, other: string): number => contrast(tokens[one] ?? 'absent', tokens[other] ?? 'absent')

  it.each(text)('lets %s be read on %s (4.5 to 1)', (ink, ground) => expect(ratio(ink, ground)).toBeGreaterThanOrEqual(4.5))
  it.each(parts)('lets %s be seen on %s (3 to 1)', (edge, ground) => expect(ratio(edge, ground)).toBeGreaterThanOrEqual(3))
})

describe('the stylesheet', () => {
  it('computes contrast as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
  })

  it('is equally dark by choice and by the device', () => {
    expect(declarationsOf(":root:not([data-theme='light'])")).toEqual(declarationsOf(":root[data-theme='dark']"))
  })

  it('uses no token that it does not define', () => {
    const defined = new Set([...css.matchAll(/(--[a-z-]+):/g)].map(([, name]) => name))
    const used = [...css.matchAll(/var\((--[a-z-]+)/g)].map(([, name]) => name)
    expect(used.filter((name) => !defined.has(name))).toEqual([])
  })

  it('loads nothing from elsewhere', () => {
    expect(css).not.toMatch(/@import|url\((?!["']data:image\/svg)/)
  })

  it('names no physical side, so that right-to-left languages work', () => {
    expect(css.match(/(?:margin|padding|border|[^-]inset)-(?:left|right|top|bottom)|text-align: (?:left|right)|[^-]float:/g)).toBeNull()
  })
})

it('leaves text as large as somebody set it for all sites: only iOS is told not to enlarge it by itself', () => {
  const iosOnly = /@supports \(-webkit-touch-callout: none\) \{\s*html \{\s*-webkit-text-size-adjust: 100%;\s*\}\s*\}/
  expect(css).toMatch(iosOnly)
  expect(css.replace(iosOnly, '')).not.toContain('text-size-adjust')
})
