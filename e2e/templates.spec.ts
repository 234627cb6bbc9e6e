import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BrowserContext } from 'playwright-core'
import { startServed, type Served } from './served.ts'
import { LOADER, type Shown, showTemplate, type ToShow } from './template-harness.ts'

/** What pages of the dialect rely on. */

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

describe('a template', () => {
  it('renders, and sends one answer when it is submitted', async () => {
    const shown = await show(
      `${LOADER}<crowd-form><crowd-classifier name="mood" categories="['Positive', 'Negative']" header="Mood?">
      <classification-target>{{ task.input.source }}</classification-target></crowd-classifier></crowd-form>`,
      { row: { source: 'I <3 you' } },
    )
    await shown.inside.getByText('I <3 you').waitFor()
    const address = shown.page.url()
    await shown.inside.getByRole('radio', { name: 'Positive' }).check()
    await submitButton(shown).dblclick()
    expect(await shown.answer()).toEqual({ mood: { label: 'Positive' } })
    await submitButton(shown).click()
    await aWhile(shown)
    expect((await shown.sent()).submissions).toEqual(['{"answer":{"mood":{"label":"Positive"}}}'])
    expect(shown.page.url()).toBe(address)
    expect(shown.errors).toEqual([])
  })

  it('is blocked while something is missing: it says what, goes there, and sends nothing', async () => {
    const shown = await show(
      `${LOADER}<crowd-form><crowd-input name="a" label="First" required></crowd-input><label>Second <input name="b" required></label>
      <crowd-checkbox name="c" required>Third</crowd-checkbox></crowd-form>`,
    )
    await submitButton(shown).click()
    await shown.inside.getByText('This is needed.').waitFor()
    expect(
      await shown.inside
        .getByLabel('First')
        .evaluate((input) => input.getRootNode() instanceof ShadowRoot && (input.getRootNode() as ShadowRoot).activeElement === input),
    ).toBe(true)
    await shown.inside.getByLabel('First').fill('x')
    await submitButton(shown).click()
    await expect.poll(() => shown.inside.getByLabel('Second').evaluate((input) => document.activeElement === input)).toBe(true)
    await shown.inside.getByLabel('Second').fill('y')
    await submitButton(shown).click()
    await aWhile(shown)
    expect(await submissions(shown)).toBe(0)
    await shown.inside.getByLabel('Third').check()
    await submitButton(shown).click()
    expect(await shown.answer()).toEqual({ a: 'x', b: 'y', c: { on: true } })
  })

  it('sends an empty answer when all is optional', async () => {
    const shown = await show(`${LOADER}<crowd-form><crowd-input name="a" label="A"></crowd-input></crowd-form>`)
    await submitButton(shown).click()
    expect(await shown.answer()).toEqual({})
  })

  it('finds the missing field in a tab that is not shown, and counts fields of hidden tabs', async () => {
    const shown = await show(
      `${LOADER}<crowd-form><crowd-tabs><crowd-tab header="One"><crowd-input name="a" label="A"></crowd-input></crowd-tab>
      <crowd-tab header="Two"><crowd-input name="b" label="B" required></crowd-input></crowd-tab></crowd-tabs></crowd-form>`,
    )
    await shown.inside.getByLabel('A').fill('1')
    expect(await shown.inside.getByLabel('B').isVisible()).toBe(false)
    await submitButton(shown).click()
    await shown.inside.getByLabel('B').waitFor()
    await shown.inside.getByLabel('B').fill('2')
    await shown.inside.getByRole('tab', { name: 'One' }).click()
    await submitButton(shown).click()
    expect(await shown.answer()).toEqual({ a: '1', b: '2' })
  })

  it('is flat where it asks for flatten-objects, with everything as it was beside it', async () => {
    const shown = await show(
      `${LOADER}<crowd-form answer-format="flatten-objects"><crowd-classifier name="category" categories="['Yes','No']" header="?"></crowd-classifier>
      <input type="hidden" name="url" value="\${url}"></crowd-form>`,
      { dialect: 'mturk', row: { url: 'u' } },
    )
    await shown.inside.getByRole('radio', { name: 'Yes' }).check()
    await submitButton(shown).click()
    expect(await shown.answer()).toEqual({ 'category.label': 'Yes', url: 'u' })
    expect(await shown.all()).toEqual({ category: [{ label: 'Yes' }], url: ['u'] })
  })

  it('speaks the language of the worker, not of its author', async () => {
    const shown = await show(`<html lang="en">${LOADER}<crowd-form><crowd-input name="a" label="A" required></crowd-input></crowd-form>`, {
      language: 'fr',
    })
    await shown.inside.getByRole('button', { name: 'Envoyer' }).click()
    await shown.inside.getByText('Il faut une réponse ici.').waitFor()
    expect(await submissions(shown)).toBe(0)
  })

  it('fits a narrow screen', async () => {
    const shown = await show(
      `${LOADER}<crowd-form><crowd-classifier name="m" categories="['A very long category that goes on','B']" header="Heading">
      <short-instructions>Short</short-instructions><full-instructions header="All">Long</full-instructions></crowd-classifier><crowd-slider name="s" label="S"></crowd-slider></crowd-form>`,
    )
    await shown.page.setViewportSize({ width: 390, height: 700 })
    const frame = await shown.frame()
    await frame.waitForFunction(() => innerWidth < 390)
    const overflow = await frame.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(overflow).toBe(0)
    expect(await shown.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
  })
})

describe('scripts of the author', () => {
  it('are told once when all elements are there, with their shadow roots', async () => {
    const shown = await show(
      `<script>window.ready = []; document.addEventListener('all-crowd-elements-ready', () => ready.push([document.readyState !== 'loading',
        document.querySelector('crowd-input').shadowRoot.querySelector('input') !== null, document.querySelector('crowd-form').form.nodeName]))</script>${LOADER}
      <crowd-form><crowd-input name="a" label="A"></crowd-input></crowd-form>`,
    )
    await aWhile(shown)
    expect(await (await shown.frame()).evaluate('ready')).toEqual([[true, true, 'FORM']])
  })

  it('may write fields in onsubmit, which count, and may veto: then nothing is sent and the page stays usable', async () => {
    const shown = await show(
      `${LOADER}<crowd-form><crowd-input name="a" label="A"></crowd-input><input type="hidden" name="h"></crowd-form>
      <script>document.querySelector('crowd-form').onsubmit = (event) => {
        const a = document.querySelector('crowd-input').value
        if (a !== 'right') return event.preventDefault()
        document.querySelector('[name=h]').value = 'written'
      }</script>`,
    )
    await shown.inside.getByLabel('A').fill('wrong')
    await submitButton(shown).click()
    await aWhile(shown)
    expect(await submissions(shown)).toBe(0)
    await shown.inside.getByLabel('A').fill('right')
    await submitButton(shown).click()
    expect(await shown.answer()).toEqual({ a: 'right', h: 'written' })
  })

  it('may listen with addEventListener, call submit(), and find crowd-form > form > field', async () => {
    const shown = await show(
      `${LOADER}<crowd-form><crowd-input name="a" label="A" value="x"></crowd-input><crowd-button id="go">Go</crowd-button></crowd-form>
      <script>const f = document.querySelector('crowd-form'); window.log = []
      f.addEventListener('submit', (e) => log.push(e.type)); document.getElementById('go').onclick = () => f.submit()</script>`,
    )
    await shown.inside.getByRole('button', { name: 'Go' }).click()
    expect(await shown.answer()).toEqual({ a: 'x' })
    expect(await (await shown.frame()).evaluate(`[log, document.querySelectorAll('crowd-form > form > crowd-input').length]`)).toEqual([
      ['submit'],
      1,
    ])
  })

  it('may read the answer as it would be sent, and send it', async () => {
    const shown = await show(`${LOADER}<crowd-form><crowd-input name="a" label="A" value="x" required></crowd-input></crowd-form>`)
    const frame = await shown.frame()
    expect(await frame.evaluate(`document.querySelector('crowd-form')._serializeForm()`)).toEqual({ taskAnswers: '[{"a":"x"}]' })
    await frame.evaluate(`{ const f = document.querySelector('crowd-form'); f._submitHelperForm(); f._submitHelperForm(); f.submit() }`)
    expect(await shown.answer()).toEqual({ a: 'x' })
    await aWhile(shown)
    expect(await submissions(shown)).toBe(1)
  })

  it('may read and set labels and categories, also to nothing; the attribute stays as it was written', async () => {
    const shown = await show(
      `${LOADER}<crowd-form><crowd-classifier id="c" name="m" categories="['A', 'B']" header="?"></crowd-classifier>
      <crowd-bounding-box id="annotator" name="b" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" labels="['x','y']"></crowd-bounding-box></crowd-form>`,
    )
    const frame = await shown.frame()
    expect(
      await frame.evaluate(`(async () => { c.categories = ['C']; annotator.labels = []; await c.updateComplete
        return [c.shadowRoot.textContent.includes('C'), c.getAttribute('categories'), annotator.labels, annotator.getAttribute('labels'),
          annotator.value, annotator._submittableValue, (annotator.labels = ['z'], annotator.labels)] })()`),
    ).toEqual([true, "['A', 'B']", [], "['x','y']", { boundingBoxes: [] }, { boundingBoxes: [] }, ['z']])
  })

  it('hear change of a classifier with the category as its value', async () => {
    const shown = await show(
      `${LOADER}<crowd-form><crowd-classifier name="m" categories="['A', 'B']" header="?"></crowd-classifier></crowd-form>
      <script>window.heard = []; document.body.addEventListener('change', (e) => heard.push([e.target.localName, e.target.value]))</script>`,
    )
    await shown.inside.getByRole('radio', { name: 'B' }).check()
    expect(await (await shown.frame()).evaluate('heard')).toEqual([['crowd-classifier', 'B']])
  })

  it('may empty an input, read a slider, and disable buttons and boxes', async () => {
    const shown = await show(
      `${LOADER}<crowd-form><crowd-input id="i" name="a" label="A" value="x"></crowd-input><crowd-slider id="s" name="s" label="S" value="7"></crowd-slider>
      <crowd-checkbox id="k" name="k">K</crowd-checkbox><crowd-button id="b">B</crowd-button></crowd-form>`,
    )
    const frame = await shown.frame()
    expect(
      await frame.evaluate(`(async () => { i.value = null; k.disabled = true; b.disabled = true; window.moved = 0; s.onchange = () => moved++
        await customElements.whenDefined('crowd-classifier'); await b.updateComplete
        return [i.shadowRoot.querySelector('input').value, s.value, b.shadowRoot.querySelector('button').disabled] })()`),
    ).toEqual(['', 7, true])
    await shown.inside.getByRole('slider').press('ArrowRight')
    expect(await frame.evaluate('moved')).toBe(1)
    await submitButton(shown).click()
    expect(await shown.answer()).toEqual({ s: 8 })
  })

  it('find regions where they wrote them, and the places inside elements that they reach for', async () => {
    const shown = await show(
      `${LOADER}<crowd-form><crowd-bounding-box id="annotator" name="b" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" labels="['x']" header="H">
      <short-instructions><b id="addLabel">s</b></short-instructions><full-instructions header="F">f</full-instructions></crowd-bounding-box>
      <crowd-classifier id="c" name="m" categories="['A']" header="?"><classification-target><i id="errorBox">t</i></classification-target></crowd-classifier></crowd-form>`,
    )
    expect(
      await (
        await shown.frame()
      ).evaluate(`[window.addLabel === document.getElementById('addLabel'), errorBox.parentElement.localName, annotator.shadowRoot.mode,
        ['.awsui-app-layout__navigation', '.awsui-modal-dialog', 'canvas.upper-canvas'].map((s) => annotator.shadowRoot.querySelector(s) !== null),
        c.shadowRoot.querySelector('.annotation-area .category-picker-wrapper') !== null]`),
    ).toEqual([true, 'classification-target', 'open', [true, true, true], true])
  })
})

describe('a draft', () => {
  const source = `${LOADER}<crowd-form><crowd-input name="a" label="A"></crowd-input><crowd-text-area name="t" label="T1"></crowd-text-area>
    <crowd-text-area name="t" label="T2"></crowd-text-area><crowd-checkbox name="k" value="x">X</crowd-checkbox>
    <crowd-classifier name="m" categories="['P','N']" header="?"></crowd-classifier></crowd-form>`

  it('comes back after a reload, field by field, and then gives the same answer', async () => {
    const first = await show(source)
    await first.inside.getByLabel('A').fill('one')
    await first.inside.getByLabel('T1').fill('two')
    await first.inside.getByLabel('T2').fill('three')
    await first.inside.getByLabel('X').check()
    await first.inside.getByRole('radio', { name: 'N' }).check()
    // chosen last
    await expect.poll(first.value).toContain('"N"')
    const value = await first.value()
    const second = await show(source, { value })
    await submitButton(second).click()
    expect(await second.answer()).toEqual({ a: 'one', t: 'three', k: { x: true }, m: { label: 'N' } })
    expect(await second.all()).toEqual({ t: ['two', 'three'] })
  })

  it('is said to be incomplete when a value has no field any more', async () => {
    const shown = await show(source, { value: JSON.stringify({ draft: [{ name: 'gone', value: 'x' }] }) })
    await expect.poll(() => shown.notice()).toContain('no place in the page')
  })

  it('of a response that is changed is the response', async () => {
    const shown = await show(source, {
      value: JSON.stringify({ answer: { a: 'one', t: 'three', m: { label: 'P' } }, _all: { t: ['two', 'three'] } }),
    })
    expect(await shown.inside.getByLabel('T1').inputValue()).toBe('two')
    await submitButton(shown).click()
    expect(await shown.answer()).toEqual({ a: 'one', t: 'three', k: { x: false }, m: { label: 'P' } })
  })
})

describe('a layout of Mechanical Turk without a crowd-form', () => {
  it('is sent with the Submit of the page around it, or with its own button', async () => {
    const source = '<p>${question}</p><label>Answer <input name="a" required></label>'
    const shown = await show(source, { dialect: 'mturk', row: { question: 'Why?' } })
    await shown.page.getByRole('button', { name: 'Outer submit' }).click()
    await aWhile(shown)
    expect(await submissions(shown)).toBe(0)
    await shown.inside.getByLabel('Answer').fill('because')
    await shown.page.getByRole('button', { name: 'Outer submit' }).click()
    expect(await shown.answer()).toEqual({ a: 'because' })

    const own = await show(
      `<form action="https://www.mturk.com/mturk/externalSubmit"><input name="a" value="x" aria-label="A"><input type="submit" value="Send"></form>`,
      { dialect: 'mturk' },
    )
    await own.inside.getByRole('button', { name: 'Send' }).click()
    expect(await own.answer()).toEqual({ a: 'x' })
    expect(await submissions(own)).toBe(1)
  })
})
