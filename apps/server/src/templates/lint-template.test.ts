import { describe, expect, it } from 'vitest'
import { locales } from '../platform/i18n/index.ts'
import { lintSentence } from './lint-sentence.ts'
import { lintTemplate } from './lint-template.ts'

const found = (source: string) => lintTemplate(source).map(({ code, line }) => [code, line])
const inForm = (inner: string) => `<crowd-form>\n${inner}\n</crowd-form>`

describe('the linter', () => {
  it.each([
    ['<crowd-text-area name="a" label="A"></crowd-text-area><crowd-text-area name="a" label="B"></crowd-text-area>', [['same_name', 2]]],
    ['<input type="hidden" name="a"><crowd-keypoint name="a" header="x"></crowd-keypoint>', [['same_name', 2]]],
    ['<crowd-checkbox name="a" value="1">1</crowd-checkbox><crowd-checkbox name="a" value="2">2</crowd-checkbox>', []],
    ['<label><input type="radio" name="a" value="1">1</label><label><input type="radio" name="a" value="2">2</label>', []],
    ['<form action=""><label>q <input name="q"></label></form>', [['nested_form', 2]]],
    ['<button>Send</button>', [['native_submit', 2]]],
    ['<input type="submit">', [['native_submit', 2]]],
    ['<button type="button">Add</button>', []],
    ['<script src="https://cdn.example/x.js"></script>', [['external_script', 2]]],
    ['<script src="https://code.jquery.com/jquery-3.6.0.min.js"></script>', []],
    ['<img alt="" src="https://cdn.example/x.png">', [['external_file', 2]]],
    ['<img alt="" src="{{ task.input.x | grant_read_access }}">', []],
    ['<img src="a.png">', [['no_alt', 2]]],
    ['\n<crowd-slider name="s" label="Loud" /></p>', [['self_closing', 3]]],
    ['<crowd-rich-text></crowd-rich-text>', [['unknown_tag', 2]]],
    ['<crowd-input label="x"></crowd-input>', [['no_name', 2]]],
    ['<crowd-input name="x"></crowd-input>', [['no_label', 2]]],
    ['<crowd-image-classifier name="x" src="a.png"></crowd-image-classifier>', [['no_label', 2]]],
    ['<crowd-classifier name="x" header="Which?"></crowd-classifier>', []],
    ['<crowd-checkbox name="x" value="a"></crowd-checkbox>', [['no_label', 2]]],
    ['<crowd-checkbox name="x" value="a"><b>A</b></crowd-checkbox>', []],
    ['<crowd-toggle-button name="x">{{ task.input.q }}</crowd-toggle-button>', []],
    ['<iframe src="a.pdf"></iframe>', [['no_label', 2]]],
    ['<iframe src="a.pdf" title="The contract"></iframe>', []],
    ['<label>P <input type="file" name="p"></label>', [['file_field', 2]]],
    ['<crowd-input type="file" name="p" label="P"></crowd-input>', [['file_field', 2]]],
    ['<input name="x" id="x"><label for="x">X</label>', []],
    ['<a href="https://example.org/rules">Rules</a>', [['leaving_link', 2]]],
    ['<a href="https://example.org/rules" target="_blank">Rules</a><a href="#top">Top</a><a id="here">Here</a>', []],
  ])('reads %s', (inner, expected) => {
    expect(found(inForm(`${inner}<input type="hidden" name="there">`))).toEqual(expected)
  })

  it('says which fields are outside of the form, and that a second form loses what is in the other', () => {
    const field = (name: string) => `<crowd-input name="${name}" label="${name}"></crowd-input>`
    expect(found(`${inForm(field('a'))}\n${field('b')}<label>C <textarea name="c"></textarea></label>`)).toEqual([
      ['outside_form', 4],
      ['outside_form', 4],
    ])
    expect(found(`${inForm(field('a'))}\n${inForm(field('b'))}`)).toEqual([['several_forms', 4]])
    expect(found(`<crowd-entity-annotation name="e" header="H"></crowd-entity-annotation>`)).toEqual([])
  })

  it('says that a page has no form of its own', () => {
    expect(found('<label>Q <input name="q"></label>')).toEqual([['no_form', null]])
  })

  it('says that a page collects nothing, unless a script may add fields', () => {
    expect(found('<p>Hello</p>')).toEqual([['no_field', null]])
    expect(found(inForm('<p>Hello</p><input type="reset">'))).toEqual([['no_field', null]])
    expect(found(inForm('<script>document.forms[0].append(field)</script>'))).toEqual([])
    expect(found('')).toEqual([])
  })

  it('keeps to fifty findings, in the order of the page', () => {
    expect(lintTemplate('<img>\n'.repeat(200))).toHaveLength(50)
  })

  it.each(locales)('has a sentence for everything in %s', (locale) => {
    const all = lintTemplate(
      inForm(
        '<input type="file"><img src="//x.example/a"><crowd-x /><crowd-input><form><button>x</button></form><a href="/x">x</a></crowd-form><crowd-form></crowd-form><input name="o">',
      ),
    )
    for (const finding of all) expect(lintSentence(finding, locale)).toMatch(/\.$/)
  })
})
