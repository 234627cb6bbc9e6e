import type { BatchView } from '@canut/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aProject, startTestApp, type BuiltProject, type TestApp } from '../testing/index.ts'

let canut: TestApp
let project: BuiltProject
beforeAll(async () => {
  canut = await startTestApp()
  project = await aProject(canut)
})
afterAll(() => canut.close())

async function draft(): Promise<BatchView> {
  const body = { name: 'Imports', settings: { labels: [{ value: 'a' }, { value: 'b' }] }, price: { micros: '50000', currency: 'EUR' } }
  return (await (await project.as.json(`/api/v1/projects/${project.publicId}/batches`, body)).json()) as BatchView
}

const config = (choices: string, member = 'text') =>
  `<View>\n<Header value="Kind?"/>\n<Text name="t" value="$${member}"/>\n<Choices name="c" toName="t">${choices}</Choices>\n</View>`
const two = '<Choice value="kind"/><Choice value="unkind"/>'

describe('the page', () => {
  it('makes the settings of a draft, and says which columns its files must have', async () => {
    const batch = await draft()
    const path = `/batches/${batch.id}/label-studio`
    expect(await (await project.as(path)).text()).toContain('Labelling configuration (XML)')
    const made = await project.as.form(path, { xml: config(two) })
    expect([made.status, made.headers.get('location')]).toEqual([303, `/batches/${batch.id}?done=saved`])
    const view = (await (await project.as(`/api/v1/batches/${batch.id}`)).json()) as BatchView
    expect(view.settings).toMatchObject({ question: { en: 'Kind?' }, labels: [{ value: 'kind' }, { value: 'unkind' }], multiple: false })

    const renamed = await project.as.form(path, { xml: config(two, 'body') })
    expect(renamed.status).toBe(200)
    expect(await renamed.text()).toMatch(/<code>body<\/code>[\s\S]*<code>text<\/code>/)
  })

  it.each([
    ['', 422, 'Paste the configuration here'],
    ['<View>\n<Blink/></View>', 422, 'Line 2, column 1: There is no tag called Blink'],
    [config('<Choice value="only"/>'), 422, 'the settings made from it are not complete'],
    [
      '<View><Image name="i" value="$image"/><Choices name="c" toName="i"><Choice value="a"/><Choice value="b"/></Choices></View>',
      409,
      'this batch is of the kind',
    ],
  ])('says what is wrong with %j and keeps what was pasted', async (xml, status, sentence) => {
    const batch = await draft()
    const answer = await project.as.form(`/batches/${batch.id}/label-studio`, { xml })
    const html = await answer.text()
    expect([answer.status, html.includes(sentence)]).toEqual([status, true])
    if (xml !== '')
      expect(html).toContain(xml.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'))
  })

  it('changes nothing once tasks were checked against the settings', async () => {
    const batch = await draft()
    await project.as(`/api/v1/batches/${batch.id}/imports`, { method: 'POST', body: 'text\none\n' })
    const answer = await project.as.form(`/batches/${batch.id}/label-studio`, { xml: config(two) })
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('has tasks already')
  })
})
