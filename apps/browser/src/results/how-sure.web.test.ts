import { expect, it } from 'vitest'
import { sayHowSure } from './how-sure.ts'

const FIGURES = { from: 50, tasks: [0, 3, 1200], ready: [0, 0, 1000], more: [1, 1, 2], of: 5000, eachMicros: 55_000, currency: 'EUR' }

const SENTENCES = {
  plain: '{tasks} of {of} under {limit}',
  none: '{tasks} under {limit} wait',
  cost: '{tasks} of {of} under {limit}: {more} more for {ready}, {cost}',
}

function aForm(): HTMLFormElement {
  document.documentElement.lang = 'en'
  document.body.innerHTML = `
    <form>
      <input type="range" min="50" max="52" value="50"><output></output><p class="how-sure-sentence"></p>
    </form>`
  const form = document.querySelector('form')
  if (form === null) throw new Error('no form')
  form.dataset['figures'] = JSON.stringify(FIGURES)
  form.dataset['sentences'] = JSON.stringify(SENTENCES)
  return form
}

it('says at once and while the limit moves how many tasks are below it and what more would cost', () => {
  const form = aForm()
  sayHowSure(form)
  const said = () => form.querySelector('.how-sure-sentence')?.textContent
  expect(said()).toBe('0 of 5,000 under 50%')
  const range = form.querySelector('input')
  if (range === null) throw new Error('no range')
  range.value = '51'
  range.dispatchEvent(new Event('input'))
  expect(said()).toBe('3 under 51% wait')
  range.value = '52'
  range.dispatchEvent(new Event('input'))
  expect(said()).toBe('1,200 of 5,000 under 52%: 2 more for 1,000, €110.00')
  expect(form.querySelector('output')?.textContent).toBe('52%')
  expect(range.getAttribute('aria-valuetext')).toBe('52%')
})

it('says no cost where the server knows none', () => {
  const form = aForm()
  form.dataset['sentences'] = JSON.stringify({ plain: SENTENCES.plain })
  const range = form.querySelector('input')
  if (range !== null) range.value = '52'
  sayHowSure(form)
  expect(form.querySelector('.how-sure-sentence')?.textContent).toBe('1,200 of 5,000 under 52%')
})

it('leaves a form alone that has no figures', () => {
  const form = aForm()
  delete form.dataset['figures']
  sayHowSure(form)
  expect(form.querySelector('.how-sure-sentence')?.textContent).toBe('')
})
