import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BrowserContext } from 'playwright-core'
import { startServed, type Served } from './served.ts'
import { LOADER, servePicture, type Shown, showTemplate, type ToShow, whenDrawn } from './template-harness.ts'

/** Ways in which scripts of pages send, set and read things, beyond what the dialect documents. */

let served: Served
let context: BrowserContext
beforeAll(async () => {
  served = await startServed()
  context = await served.as(null)
  await servePicture(context, { w: 640, h: 480 })
})
afterAll(() => served?.close())

const show = (source: string, of: ToShow = {}) => showTemplate(context, served.url, source, of)
const inForm = (inner: string, script = '') => `${LOADER}<crowd-form>${inner}</crowd-form><script>${script}</script>`
const press = (shown: Shown, name: string) => shown.inside.getByRole('button', { name, exact: true }).click()
const submissions = async (shown: Shown) => (await shown.sent()).submissions
/** Time in which a second answer would have come. */
const aWhile = (shown: Shown) => shown.page.waitForTimeout(400)

describe('a script that sends', () => {
  const field = '<input name="h" value="1" aria-label="H"><crowd-button id="go">Go</crowd-button>'

  it.each([
    ['crowdForm.form.submit()', inForm(field, `go.onclick = () => document.querySelector('crowd-form').form.submit()`)],
    ['crowdForm.form.requestSubmit()', inForm(field, `go.onclick = () => document.querySelector('crowd-form').form.requestSubmit()`)],
    [
      'submit() of jQuery on a form of the browser',
      `<script src="https://code.jquery.com/jquery-3.6.0.min.js"></script><form id="f" action="https://www.mturk.com/mturk/externalSubmit"><input name="h" value="1" aria-label="H"></form>
      <button id="go">Go</button><script>$('#go').click(() => $('#f').submit())</script>`,
    ],
    [
      'submit() in a handler that stopped it',
      inForm(
        field,
        `const f = document.querySelector('crowd-form'); f.onsubmit = (e) => { e.preventDefault(); f.submit() }; go.onclick = () => f.submit()`,
      ),
    ],
  ])('by %s sends once', async (_by, source) => {
    const shown = await show(source)
    await press(shown, 'Go')
    expect(await shown.answer()).toEqual({ h: '1' })
    await aWhile(shown)
    expect(await submissions(shown)).toHaveLength(1)
    expect(shown.errors).toEqual([])
  })

  it('is asked again after the person did something', async () => {
    const shown = await show(
      inForm(
        field,
        `const f = document.querySelector('crowd-form'); window.asked = 0; f.onsubmit = (e) => { asked++; e.preventDefault() }; go.onclick = () => f.submit()`,
      ),
    )
    for (let time = 0; time < 3; time++) await press(shown, 'Go')
    await aWhile(shown)
    expect([await (await shown.frame()).evaluate('asked'), await submissions(shown)]).toEqual([3, []])
  })

  it('may put its own answer in the place of the one that would be sent', async () => {
    const shown = await show(
      inForm(
        field,
        `const f = document.querySelector('crowd-form'), plain = f._serializeForm.bind(f)
        f._serializeForm = () => ({ taskAnswers: JSON.stringify([{ ...JSON.parse(plain().taskAnswers)[0], more: 2 }]) })`,
      ),
    )
    await press(shown, 'Submit')
    expect(await shown.answer()).toEqual({ h: '1', more: 2 })
  })

  it('has the handlers of its own form asked where a page has several', async () => {
    const shown = await show(
      `<form onsubmit="window.first = 1"><input name="x" value="1" aria-label="X"></form>
      <form onsubmit="window.second = event.submitter.value; return false"><button name="b" value="v">Send it</button></form>`,
    )
    await press(shown, 'Send it')
    await aWhile(shown)
    expect(await (await shown.frame()).evaluate('[window.first, window.second]')).toEqual([undefined, 'v'])
    expect(await submissions(shown)).toEqual([])
  })
})

describe('a script that sets', () => {
  it('one radio button of a group puts the others off', async () => {
    const button = (id: string, more = '') => `<crowd-radio-button id="${id}" name="${id}" value="${id}"${more}>${id}</crowd-radio-button>`
    const shown = await show(inForm(`<crowd-radio-group>${button('a', ' checked')}${button('b')}</crowd-radio-group>`))
    await (await shown.frame()).evaluate('b.checked = true')
    await press(shown, 'Submit')
    expect(await shown.answer()).toEqual({ a: { a: false }, b: { b: true } })
  })

  it('the text and the labels of an annotation sees both in the page', async () => {
    const shown = await show(
      `<crowd-entity-annotation id="e" name="r" header="H" text="old" labels="['A']"></crowd-entity-annotation>
      <script>document.addEventListener('all-crowd-elements-ready', () => {
        e.setAttribute('text', 'Ada met Bob'); e.labels = [...e.labels, { label: 'X', fullDisplayName: 'Ex' }] })</script>`,
    )
    await shown.inside.getByRole('radio', { name: 'Ex' }).waitFor()
    await shown.inside.getByText('Ada', { exact: true }).click()
    await shown.page.keyboard.press('2')
    await press(shown, 'Submit')
    expect(await shown.answer()).toEqual({ r: { entities: [{ label: 'X', startOffset: 0, endOffset: 3 }] } })
  })
})

describe('values of rows', () => {
  it('that are empty or off the scale leave a slider on its scale', async () => {
    const shown = await show(
      inForm(`<crowd-slider name="s" label="S" min="1" max="5" value="{{ task.input.nothing }}"></crowd-slider>
        <crowd-slider name="t" label="T" min="{{ task.input.nothing }}" max="{{ task.input.nothing }}" value="400"></crowd-slider>
        <crowd-slider name="u" label="U" min="2" max="8" value="none"></crowd-slider>`),
    )
    await press(shown, 'Submit')
    expect(await shown.answer()).toEqual({ s: 1, t: 100, u: 2 })
  })

  it('that begin with fractions, as texts, or in another order are not said to be changed by those who only look', async () => {
    const boxes = `[{label:'A',left:10.4,top:20.6,width:30.2,height:'40.7'},{label:'A',left:'',top:0,width:1,height:1}]`
    const shown = await show(
      inForm(`<crowd-bounding-box name="b" src="/media/pic.png" labels="['A']" header="H" initial-value="${boxes}"></crowd-bounding-box>
        <crowd-entity-annotation name="e" header="H" text="Ada met Bob" labels="['A','B']"
          initial-value="[{label:'B',startOffset:8,endOffset:11},{label:'A',startOffset:0,endOffset:3}]"></crowd-entity-annotation>`),
    )
    await whenDrawn(shown.inside)
    await press(shown, 'Submit')
    expect(await shown.answer()).toEqual({
      b: {
        boundingBoxes: [{ label: 'A', left: 10, top: 21, width: 30, height: 41 }],
        inputImageProperties: { height: 480, width: 640 },
        initialValueModified: false,
      },
      e: {
        entities: [
          { label: 'A', startOffset: 0, endOffset: 3 },
          { label: 'B', startOffset: 8, endOffset: 11 },
        ],
        initialValueModified: false,
      },
    })
  })
})

describe('a page around a field', () => {
  it('shows it when something is missing, however deep in tabs it is', async () => {
    const shown = await show(
      inForm(`<crowd-tabs><crowd-tab header="One">1</crowd-tab><crowd-tab header="Two"><crowd-tabs><crowd-tab header="Three">3</crowd-tab>
        <crowd-tab header="Four"><crowd-input name="deep" label="Deep" required></crowd-input></crowd-tab></crowd-tabs></crowd-tab></crowd-tabs>`),
    )
    await press(shown, 'Submit')
    await shown.inside.getByLabel('Deep').fill('x')
    await press(shown, 'Submit')
    expect(await shown.answer()).toEqual({ deep: 'x' })
  })

  it.each([
    ['<crowd-button href="https://example.org/">Rules</crowd-button>', true],
    ['<a href="https://example.org/" target="rules">Rules</a>', true],
    ['<a href="https://example.org/" target=_self>Rules</a><b data-target="#x"></b>', false],
  ])('opens windows where it has links that do: %s', async (link, opens) => {
    const shown = await show(inForm(link))
    expect((await shown.page.locator('iframe').getAttribute('sandbox'))?.includes('allow-popups')).toBe(opens)
  })
})
