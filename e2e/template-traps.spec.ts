import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BrowserContext } from 'playwright-core'
import { startServed, type Served } from './served.ts'
import { LOADER, type Shown, showTemplate, type ToShow } from './template-harness.ts'

/** The traps that pages of the dialect fall into, by their numbers in the reference. */

let served: Served
let context: BrowserContext
beforeAll(async () => {
  served = await startServed()
  context = await served.as(null)
})
afterAll(() => served?.close())

const show = (source: string, of: ToShow = {}) => showTemplate(context, served.url, source, of)
const submitButton = (shown: Shown) => shown.inside.getByRole('button', { name: 'Submit', exact: true })
const submissions = async (shown: Shown) => (await shown.sent()).submissions.length
/** Time in which a second answer would have come. */
const aWhile = (shown: Shown) => shown.page.waitForTimeout(300)

describe('traps', () => {
  it('1: the loader in the head runs before the form has children; scripts behind it may set onsubmit at once', async () => {
    const shown = await show(
      `<!DOCTYPE html><html><head>${LOADER}</head><body><crowd-form><p><crowd-input name="a" label="A" value="x"></crowd-input></p></crowd-form>
      <script>document.querySelector('crowd-form').onsubmit = () => { window.asked = true }</script></body></html>`,
    )
    await submitButton(shown).click()
    expect(await shown.answer()).toEqual({ a: 'x' })
    expect(await (await shown.frame()).evaluate('asked')).toBe(true)
  })

  it('2: fields that are called like methods of the form', async () => {
    const names = ['submit', 'elements', 'querySelectorAll', 'append', 'dispatchEvent', 'reset', 'addEventListener', 'checkValidity']
    const shown = await show(
      `${LOADER}<crowd-form><button type="button" id="submit">X</button>${names.map((name) => `<input name="${name}" value="1" aria-label="${name}">`).join('')}</crowd-form>`,
    )
    await submitButton(shown).click()
    expect(await shown.answer()).toEqual(Object.fromEntries(names.map((name) => [name, '1'])))
    expect(await submissions(shown)).toBe(1)
  })

  it('3: a native button that also calls submit() sends once', async () => {
    const shown = await show(
      `${LOADER}<crowd-form><crowd-input name="a" label="A" value="x"></crowd-input><button onclick="document.querySelector('crowd-form').submit()">Send</button></crowd-form>`,
    )
    await shown.inside.getByRole('button', { name: 'Send' }).click()
    await shown.answer()
    await aWhile(shown)
    expect(await submissions(shown)).toBe(1)
  })

  it('4: one Submit is added, unless the author has a crowd-button for it', async () => {
    const without = await show(`${LOADER}<crowd-form><button>Submit</button></crowd-form>`)
    expect(await without.inside.getByRole('button', { name: 'Submit' }).count()).toBe(2)
    const withOne = await show(`${LOADER}<crowd-form><crowd-button form-action="submit">Send it</crowd-button></crowd-form>`)
    expect(await withOne.inside.getByRole('button', { name: 'Submit' }).count()).toBe(0)
    await withOne.inside.getByRole('button', { name: 'Send it' }).click()
    expect(await withOne.answer()).toEqual({})
  })

  it('5: a nested form: its fields count and must be complete, and Enter in it stays on the page', async () => {
    const shown = await show(`${LOADER}<crowd-form><form action=""><label>Q <input name="q" required></label></form></crowd-form>`)
    await submitButton(shown).click()
    await aWhile(shown)
    expect(await submissions(shown)).toBe(0)
    await shown.inside.getByLabel('Q').fill('x')
    await shown.inside.getByLabel('Q').press('Enter')
    await aWhile(shown)
    expect(await shown.inside.getByLabel('Q').inputValue()).toBe('x')
    await submitButton(shown).click()
    expect(await shown.answer()).toEqual({ q: 'x' })
    expect(shown.errors).toEqual([])
  })

  it('6: of several fields with one name the last one stays, and all are kept beside it', async () => {
    const areas = ['one', 'two', 'three', 'four'].map(
      (text) => `<crowd-text-area name="t" label="${text}" value="${text}"></crowd-text-area>`,
    )
    const shown = await show(
      `${LOADER}<crowd-form>${areas.join('')}<select name="t" aria-label="S"><option>s</select><input type="hidden" name="t" value="last"></crowd-form>`,
    )
    await submitButton(shown).click()
    expect(await shown.answer()).toEqual({ t: 'last' })
    expect(await shown.all()).toEqual({ t: ['one', 'two', 'three', 'four', 's', 'last'] })
  })

  it.each([`['A','B',]`, `[ 'A', // first\n 'B' ]`, `["A","B"]`])(
    '7: attributes that are not quite JSON are read: %j',
    async (categories) => {
      const shown = await show(
        `${LOADER}<crowd-form><crowd-classifier name="m" header="?" categories='{{ task.input.c }}'></crowd-classifier></crowd-form>`,
        { row: { c: categories } },
      )
      expect(await shown.inside.getByRole('radio').count()).toBe(2)
    },
  )

  it('7: what cannot be read is shown where it is, said to the page around it, and the rest works', async () => {
    const shown = await show(
      `${LOADER}<crowd-form><crowd-classifier name="m" header="?" categories="['A' 'B'"></crowd-classifier><crowd-input name="i" label="I"></crowd-input></crowd-form>`,
    )
    await shown.inside
      .getByRole('alert')
      .getByText(/the attribute “categories” cannot be read/)
      .waitFor()
    expect(await shown.notice()).toContain('a mistake, which is not yours')
    expect(await shown.inside.getByLabel('I').isVisible()).toBe(true)
  })

  it('8: a custom tag that closes itself holds what follows; both still work', async () => {
    const shown = await show(
      `${LOADER}<crowd-form><p><crowd-slider name="s" label="S" value="3" /></p><crowd-input name="a" label="A" value="x"></crowd-input></crowd-form>`,
    )
    await submitButton(shown).click()
    expect(await shown.answer()).toEqual({ s: 3, a: 'x' })
  })

  it('9: a script before the doctype puts the page into quirks mode, and everything works', async () => {
    const shown = await show(
      `${LOADER}<!DOCTYPE html><html><body><crowd-form><crowd-classifier name="m" categories="['A']" header="?"></crowd-classifier></crowd-form></body></html>`,
    )
    expect(await (await shown.frame()).evaluate('document.compatMode')).toBe('BackCompat')
    await shown.inside.getByRole('radio', { name: 'A' }).check()
    await submitButton(shown).click()
    expect(await shown.answer()).toEqual({ m: { label: 'A' } })
  })

  it('10: boxes without a value give “on”', async () => {
    const shown = await show(
      `${LOADER}<crowd-form><label><input type="checkbox" name="a" checked>A</label><label><input type="checkbox" name="b">B</label></crowd-form>`,
    )
    await submitButton(shown).click()
    expect(await shown.answer()).toEqual({ a: { on: true }, b: { on: false } })
  })

  it('11: a validator of the author that miscounts the text of an attribute has its way, and the page stays usable', async () => {
    const shown = await show(
      `${LOADER}<crowd-form><crowd-bounding-box id="annotator" name="b" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" labels="['a, b','c']"></crowd-bounding-box><p id="errorBox"></p></crowd-form>
      <script>document.querySelector('crowd-form').onsubmit = (e) => {
        if (annotator.getAttribute('labels').split(',').length !== 2) { errorBox.textContent = 'Wrong count'; e.preventDefault() } }</script>`,
    )
    await shown.inside.getByRole('button', { name: 'Nothing to label' }).click()
    await submitButton(shown).click()
    await shown.inside.getByText('Wrong count').waitFor()
    await aWhile(shown)
    expect(await submissions(shown)).toBe(0)
  })

  it('12: the libraries that we serve are there; other scripts are not loaded, which the page around it notes', async () => {
    const shown = await show(
      `<script src="https://code.jquery.com/jquery-3.6.0.min.js" integrity="sha256-x" crossorigin="anonymous"></script>
      <script src="https://d3js.org/d3.v6.min.js"></script><script src="https://cdnjs.cloudflare.com/ajax/libs/node-uuid/1.4.8/uuid.min.js"></script>
      <script src="https://cdn.jsdelivr.net/npm/@shopify/draggable@1.0.0-beta.8/lib/draggable.bundle.js"></script>
      <script src="https://platform.example/widgets.js"></script>${LOADER}<crowd-form></crowd-form>`,
    )
    expect(await (await shown.frame()).evaluate('[jQuery.fn.jquery, d3.version, typeof uuid.v4(), typeof Draggable]')).toEqual([
      '3.6.0',
      '6.7.0',
      'string',
      'object',
    ])
    await expect.poll(() => shown.errors.length).toBeGreaterThan(0)
    expect(shown.errors.filter((error) => !error.includes('platform.example'))).toEqual([])
  })

  it('13: links to a new window open one only where the page has such links', async () => {
    const sandbox = async (source: string) => (await show(source)).page.locator('iframe').getAttribute('sandbox')
    expect(await sandbox(`${LOADER}<crowd-form></crowd-form>`)).toBe('allow-scripts allow-forms')
    expect(await sandbox(`${LOADER}<crowd-form><a href="https://example.org" target="_blank">x</a></crowd-form>`)).toBe(
      'allow-scripts allow-forms allow-popups',
    )
  })
})
