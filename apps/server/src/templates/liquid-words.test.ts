import { describe, expect, it } from 'vitest'
import { wordsOfLiquid } from './liquid-words.ts'
import { openTemplate } from './template.ts'

function messageOf(source: string): string {
  const opened = openTemplate('liquid', source)
  const rendered = opened.ok ? opened.value.render({}, () => null) : opened
  if (rendered.ok) throw new Error(`${source} is right`)
  return rendered.error.message
}

describe('what is wrong with a template', () => {
  it.each([
    ['{{ task.input.text', '"{{ task.input.text" n’est pas fermé'],
    ['{% if task.input.x %}', '{% if task.input.x %} n’est pas fermé'],
    ['{{ task.input.x | nosuch }}', 'le filtre « nosuch » n’existe pas'],
    ['{% nosuch %}', 'la balise « nosuch » n’existe pas'],
    ['{{ task.input.x | : }}', 'il faut le nom d’un filtre après « | »'],
    ['{% assign = 3 %}', 'il faut un nom de variable'],
    ['{% if %}{% endif %}', '"" n’est pas une valeur'],
    ['{% for in x %}{% endfor %}', 'la balise {% for in x %} n’est pas bien écrite'],
  ])('%s is said in French', (source, french) => {
    expect(wordsOfLiquid(messageOf(source), 'fr')).toBe(french)
    expect(wordsOfLiquid(messageOf(source), 'en')).toBe(messageOf(source))
  })

  it('is left as the engine says it where that is rare', () => {
    expect(wordsOfLiquid('unbalanced parentheses', 'fr')).toBe('unbalanced parentheses')
  })
})
