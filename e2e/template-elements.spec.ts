import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BrowserContext } from 'playwright-core'
import { startServed, type Served } from './served.ts'
import { answerOf, LOADER, servePicture, showTemplate, type ToShow } from './template-harness.ts'

/** Every element of the dialect with the exact shape of its answer. */

let served: Served
let context: BrowserContext
beforeAll(async () => {
  served = await startServed()
  context = await served.as(null)
  await servePicture(context, { w: 640, h: 480 })
})
afterAll(() => served?.close())

const show = (inner: string, of: ToShow = {}) => showTemplate(context, served.url, `${LOADER}<crowd-form>${inner}</crowd-form>`, of)

const PICTURE = '/media/pic.png'

describe('fields', () => {
  it('crowd-input and crowd-text-area give text, and nothing at all when they are empty', async () => {
    const inner = `<crowd-input name="colour" label="Colour"></crowd-input><crowd-input name="empty" label="Empty"></crowd-input>
      <crowd-text-area name="t" label="Text" rows="3" char-counter max-length="40"></crowd-text-area>`
    const answer = await answerOf(show, inner, async (inside) => {
      await inside.getByLabel('Colour').fill('blue')
      await inside.getByLabel('Text').fill('first line\nsecond')
    })
    expect(answer).toEqual({ colour: 'blue', t: 'first line\nsecond' })
  })

  it('crowd-input ignores what its pattern does not allow and what is too long, and wants its least length', async () => {
    const inner = `<crowd-input name="n" label="N" allowed-pattern="[0-9]" max-length="4" min-length="3" error-message="Three digits"></crowd-input>`
    const answer = await answerOf(show, inner, async (inside) => {
      await inside.getByLabel('N').pressSequentially('1a2')
      await inside.getByRole('button', { name: 'Submit' }).click()
      await inside.getByText('Three digits').waitFor()
      await inside.getByLabel('N').press('End')
      await inside.getByLabel('N').pressSequentially('b34567')
    })
    expect(answer).toEqual({ n: '1234' })
  })

  it('crowd-checkbox gives a Boolean for each value, one name together; “on” without a value', async () => {
    const inner = `<crowd-checkbox name="quality" value="blurry">Blurry</crowd-checkbox><crowd-checkbox name="quality" value="dim" checked>Dim</crowd-checkbox>
      <crowd-checkbox name="seen">Seen</crowd-checkbox><crowd-checkbox name="off" disabled>Off</crowd-checkbox>`
    const answer = await answerOf(show, inner, async (inside) => {
      await inside.getByLabel('Blurry').check()
      await inside.getByLabel('Dim').uncheck()
      await inside.getByLabel('Seen').check()
    })
    expect(answer).toEqual({ quality: { blurry: true, dim: false }, seen: { on: true } })
  })

  it('crowd-radio-button: in a group one is on, whatever their names; outside one name is one object', async () => {
    const inner = `<crowd-radio-group><crowd-radio-button name="yes" value="yes">Yes</crowd-radio-button><crowd-radio-button name="no" value="no">No</crowd-radio-button></crowd-radio-group>
      <crowd-radio-button name="size" value="s">Small</crowd-radio-button><crowd-radio-button name="size" value="l">Large</crowd-radio-button>`
    const answer = await answerOf(show, inner, async (inside) => {
      await inside.getByLabel('No', { exact: true }).check()
      await inside.getByLabel('Yes').check()
      await inside.getByLabel('Large').check()
    })
    expect(answer).toEqual({ yes: { yes: true }, no: { no: false }, size: { s: false, l: true } })
  })

  it('crowd-toggle-button', async () => {
    const answer = await answerOf(show, `<crowd-toggle-button name="t" invalid>Loud</crowd-toggle-button>`, (inside) =>
      inside.getByRole('switch', { name: 'Loud' }).check(),
    )
    expect(answer).toEqual({ t: { on: true } })
  })

  it('crowd-slider gives a number; where it is required it must have been moved', async () => {
    const inner = `<crowd-slider name="loudness" label="Loudness" min="1" max="5" step="1" pin required>
      <crowd-slider-label position="1">Low</crowd-slider-label><crowd-slider-label position="5">High</crowd-slider-label></crowd-slider>
      <crowd-slider name="free" label="Free" value="50" editable></crowd-slider>`
    const answer = await answerOf(show, inner, async (inside) => {
      await inside.getByRole('button', { name: 'Submit' }).click()
      await inside.getByText(/Move the slider/).waitFor()
      await inside.getByRole('slider', { name: 'Loudness' }).press('ArrowRight')
      await inside.getByRole('slider', { name: 'Loudness' }).press('ArrowRight')
      await inside.getByRole('slider', { name: 'Loudness' }).press('ArrowRight')
    })
    expect(answer).toEqual({ loudness: 4, free: 50 })
  })

  it('crowd-slider-label stands under its place of the scale, wherever the others are', async () => {
    const shown = await show(`<crowd-slider name="quality" label="Quality" min="1" max="5" pin>
      <crowd-slider-label position="1">Poor</crowd-slider-label><crowd-slider-label position="3">Fair</crowd-slider-label></crowd-slider>
      <crowd-slider name="mark" label="Mark" min="0" max="10"><crowd-slider-label position="10">Ten</crowd-slider-label>
      <crowd-slider-label position="8">Eight</crowd-slider-label><p>Not a label</p></crowd-slider>`)
    const middleOf = async (label: string, slider: string): Promise<number> => {
      const [text, track] = [
        await shown.inside.getByText(label, { exact: true }).boundingBox(),
        await shown.inside.getByRole('slider', { name: slider }).boundingBox(),
      ]
      if (text === null || track === null) throw new Error('both are shown')
      return (text.x + text.width / 2 - track.x) / track.width
    }
    await expect.poll(() => middleOf('Fair', 'Quality')).toBeCloseTo(0.5, 1)
    expect(await middleOf('Poor', 'Quality')).toBeLessThan(0.26)
    expect(await middleOf('Eight', 'Mark')).toBeCloseTo(0.8, 1)
    expect(await middleOf('Ten', 'Mark')).toBeGreaterThan(0.89)
  })

  it('native controls: text, hidden and date as text, select, radios and boxes as Booleans, nothing when empty', async () => {
    const inner = `<label>Text <input name="text"></label><input type="hidden" name="h" value='{"a":1}'><label>Day <input type="date" name="day"></label>
      <label>One <select name="one"><option>red<option value="b">blue</select></label>
      <label>Many <select name="many" multiple><option>x<option>y<option>z</select></label>
      <label><input type="radio" name="fit" value="good">Good</label><label><input type="radio" name="fit" value="bad">Bad</label>
      <label><input type="checkbox" name="faults" value="spelling">Spelling</label><label><input type="checkbox" name="faults" value="tone">Tone</label>
      <label><input type="checkbox" name="bare">Bare</label><label>Note <textarea name="note"></textarea></label>
      <label>Left out <input name="off" value="x" disabled></label>`
    const answer = await answerOf(show, inner, async (inside) => {
      await inside.getByLabel('Day').fill('2026-01-02')
      await inside.getByRole('combobox', { name: /^One/ }).selectOption('b')
      await inside.getByRole('listbox', { name: /^Many/ }).selectOption(['x', 'z'])
      await inside.getByLabel('Good').check()
      await inside.getByLabel('Spelling').check()
    })
    expect(answer).toEqual({
      h: '{"a":1}',
      day: '2026-01-02',
      one: 'b',
      many: ['x', 'z'],
      fit: { good: true, bad: false },
      faults: { spelling: true, tone: false },
      bare: { on: false },
    })
  })
})

describe('classifiers', () => {
  const categories = `categories="['Sports', 'News', 'Art']" header="Topic"`

  it('crowd-classifier', async () => {
    const answer = await answerOf(
      show,
      `<crowd-classifier name="mood" ${categories} exclusion-category="{text:'x'}"></crowd-classifier>`,
      (inside) => inside.getByRole('radio', { name: 'News' }).check(),
    )
    expect(answer).toEqual({ mood: { label: 'News' } })
  })

  it('crowd-classifier-multi-select gives labels in the order of the categories', async () => {
    const answer = await answerOf(
      show,
      `<crowd-classifier-multi-select name="topics" ${categories}></crowd-classifier-multi-select>`,
      async (inside) => {
        await inside.getByRole('checkbox', { name: 'Art' }).check()
        await inside.getByRole('checkbox', { name: 'Sports' }).check()
      },
    )
    expect(answer).toEqual({ topics: { labels: ['Sports', 'Art'] } })
  })

  it('crowd-classifier-multi-select: the exclusion clears and disables the rest, and gives an empty list', async () => {
    const inner = `<crowd-classifier-multi-select name="topics" ${categories} exclusion-category="{ text: 'None of the above' }"></crowd-classifier-multi-select>`
    const answer = await answerOf(show, inner, async (inside) => {
      await inside.getByRole('button', { name: 'Submit' }).click()
      await inside.getByText('Choose at least one').waitFor()
      await inside.getByRole('checkbox', { name: 'Art' }).check()
      await inside.getByRole('checkbox', { name: 'None of the above' }).check()
      expect(await inside.getByRole('checkbox', { name: 'Art' }).isDisabled()).toBe(true)
    })
    expect(answer).toEqual({ topics: { labels: [] } })
  })

  it('crowd-image-classifier with an overlay and a comment', async () => {
    const overlay = JSON.stringify({
      boundingBox: { labels: ['bird'], value: [{ height: 50, label: 'bird', left: 10, top: 10, width: 60 }] },
    })
    const inner = `<crowd-image-classifier name="check" src="${PICTURE}" categories="['good','bad']" header="Check" overlay='${overlay}'>
      <worker-comment header="What is wrong?" link-text="Tell us" placeholder="Here"></worker-comment></crowd-image-classifier>`
    const answer = await answerOf(show, inner, async (inside) => {
      await inside.getByRole('radio', { name: 'bad' }).check()
      await inside.getByText('Tell us').click()
      await inside.getByLabel('What is wrong?').fill('Second bird missing')
    })
    expect(answer).toEqual({ check: { label: 'bad', workerComment: 'Second bird missing' } })
  })

  it('crowd-image-classifier-multi-select; no comment, no member for it', async () => {
    const inner = `<crowd-image-classifier-multi-select name="species" src="${PICTURE}" categories="['Cat','Bird']" header="Which?"></crowd-image-classifier-multi-select>`
    const answer = await answerOf(show, inner, async (inside) => {
      await inside.getByRole('checkbox', { name: 'Cat' }).check()
      await inside.getByRole('checkbox', { name: 'Bird' }).check()
    })
    expect(answer).toEqual({ species: { labels: ['Cat', 'Bird'] } })
  })
})

describe('texts', () => {
  it('crowd-entity-annotation stands by itself, has one Submit, and counts code points', async () => {
    const source = `<crowd-entity-annotation name="r" header="Names" labels="[{label:'person', fullDisplayName:'Person'}, {label:'place', longDisplayName:'Place'}]"
      text="{{ task.input.source }}"></crowd-entity-annotation>
      <script>document.addEventListener('all-crowd-elements-ready', () => {
        const form = document.querySelector('crowd-entity-annotation').shadowRoot.querySelector('crowd-form').form
        form.insertAdjacentHTML('beforeend', '<crowd-checkbox name="sport" value="sport" checked>Sport</crowd-checkbox><crowd-checkbox name="science" value="science">Science</crowd-checkbox>')
      })</script>`
    const shown = await showTemplate(context, served.url, source, { row: { source: '😀 Ada met Bob' } })
    await shown.inside
      .getByRole('radio', { name: 'Person' })
      .click()
      .catch(() => shown.inside.getByRole('button', { name: /Person/ }).click())
    await shown.inside.getByText('Ada', { exact: true }).click()
    await shown.page.keyboard.press('1')
    await shown.inside.getByRole('button', { name: 'Submit', exact: true }).click()
    expect(await shown.answer()).toEqual({
      r: { entities: [{ endOffset: 5, label: 'person', startOffset: 2 }] },
      sport: { sport: true },
      science: { science: false },
    })
    expect(await shown.inside.getByRole('button', { name: 'Submit', exact: true }).count()).toBe(1)
    expect(shown.errors).toEqual([])
  })

  it('crowd-text-ranking: ranks parallel to the responses, nested under the name; ties only where they are allowed', async () => {
    const inner = `<crowd-text-ranking name="ranking" text="Which is better?" responses="['One','Two','Three']"
      ordinal-ranking-dimensions='[{"name":"Clarity","allowTie":false},{"name":"Truth","allowTie":true}]'></crowd-text-ranking>`
    const answer = await answerOf(show, inner, async (inside) => {
      for (const [index, rank] of ['2', '1', '1'].entries())
        await inside.getByLabel(`Clarity: rank of response ${index + 1}`).selectOption(rank)
      for (const index of [1, 2, 3]) await inside.getByLabel(`Truth: rank of response ${index}`).selectOption('1')
      await inside.getByRole('button', { name: 'Submit' }).click()
      await inside.getByText('has two equal ranks').waitFor()
      await inside.getByLabel('Clarity: rank of response 3').selectOption('3')
    })
    expect(answer).toEqual({
      ranking: {
        ordinalRankingDimensions: [
          { name: 'Clarity', responseRankings: [2, 1, 3] },
          { name: 'Truth', responseRankings: [1, 1, 1] },
        ],
      },
    })
  })

  it('crowd-question-answer-generation', async () => {
    const inner = `<crowd-question-answer-generation name="qa" text="The old bridge was built by local masons." min-questions="1" max-questions="3"
      question-min-words="2" question-max-words="12" answer-min-words="1" answer-max-words="20" question-tags="['Who','What']"
      allow-custom-question-tags="true"></crowd-question-answer-generation>`
    const answer = await answerOf(show, inner, async (inside, shown) => {
      await inside.getByText('local', { exact: true }).click()
      await shown.page.keyboard.press('1')
      await inside.getByLabel(/^Question At least|^Question From/).fill('Who built it?')
      await inside.getByLabel(/^Answer/).fill('Local masons')
      await inside.getByRole('button', { name: 'Who', exact: true }).click()
    })
    expect(answer).toEqual({
      qa: {
        annotations: [
          { question: 'Who built it?', answer: 'Local masons', tags: ['Who'], references: [{ startOffset: 28, endOffset: 33 }] },
        ],
      },
    })
  })
})
