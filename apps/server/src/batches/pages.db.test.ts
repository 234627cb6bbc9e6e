import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId, parsePublicId, publicId } from '../platform/ids.ts'
import { taskTypes, type TaskType } from '../task-types/index.ts'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { aProject, startTestApp, type BuiltProject, type Client, type TestApp } from '../testing/index.ts'
import { someResponses } from '../testing/responses-builder.ts'
import { leaseTasks, reportTask } from '../work/index.ts'

let canut: TestApp
let project: BuiltProject
beforeAll(async () => {
  canut = await startTestApp()
  project = await aProject(canut)
})
afterAll(() => canut.close())

const TYPED = {
  name: 'Comments <b>of</b> May',
  labels: 'yes | Yes | Oui\nno | No | Non',
  redundancy: '3',
  maxPerWorker: '',
  price: '0,05',
  currency: 'EUR',
  estimateSeconds: '30',
  reviewDays: '3',
}

async function made(): Promise<string> {
  const answer = await project.as.form(`/projects/${project.publicId}/batches`, TYPED)
  expect(answer.status).toBe(303)
  return (answer.headers.get('location') as string).replace(/\?.*/, '')
}

async function textOf(as: Client, path: string): Promise<string> {
  const answer = await as(path)
  expect([path, answer.status]).toEqual([path, 200])
  return answer.text()
}

describe('the form of a batch', () => {
  it('gives everything back that was typed, with every problem at its field', async () => {
    const wrong = {
      ...TYPED,
      name: '',
      labels: 'one',
      price: '1e3',
      currency: 'ZZZ',
      redundancy: '0',
      reviewDays: '8',
      estimateSeconds: '-1',
    }
    const answer = await project.as.form(`${await made()}/settings`, wrong)
    expect(answer.status).toBe(422)
    const page = await answer.text()
    for (const field of ['name', 'labels', 'price', 'currency', 'redundancy', 'reviewDays', 'estimateSeconds'])
      expect(page).toContain(`href="#f-${field}"`)
    expect(page).toContain('value="1e3"')
    expect(page).toContain('>Responses per task: ')
    expect(page).toContain('>Days to review a response: ')
  })

  it('computes the hourly rate without saving', async () => {
    const answer = await project.as.form(`${await made()}/settings`, { ...TYPED, do: 'compute' })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('€6.00 an hour')
  })

  it('saves when Enter is pressed in a field: browsers press the first button of a form', async () => {
    const page = await textOf(project.as, `${await made()}/settings`)
    const form = page.slice(page.indexOf('<form class="form"'))
    expect(/<button[^>]*>/.exec(form)?.[0]).toContain('value="save"')
  })

  it('shows what was typed as text, never as markup', async () => {
    const page = await textOf(project.as, await made())
    expect(page).toContain('Comments &lt;b&gt;of&lt;/b&gt; May')
    expect(page).not.toContain('<b>of')
  })

  it('changes a draft', async () => {
    const path = await made()
    const saved = await project.as.form(`${path}/settings`, { ...TYPED, name: 'Other', price: '0.000001' })
    expect(saved.status).toBe(303)
    const page = await textOf(project.as, `${path}/settings`)
    expect(page).toContain('value="Other"')
    expect(page).toContain('value="0.000001"')
  })
})

describe('the way to publication', () => {
  it('says what is missing, then sets the money aside once', async () => {
    const path = await made()
    expect(await textOf(project.as, `${path}/publish`)).toContain('tasks: import a file first')
    expect((await project.as(`${path}/publish`, { method: 'POST' })).status).toBe(409)

    const id = path.split('/').at(-1) as string
    await project.as(`/api/v1/batches/${id}/imports`, { method: 'POST', body: 'text,truth\nA kind word,yes\nAnother,\n' })
    await project.as.form(`${path}/instructions`, { markdown: '# Rules\n\n- Be kind <script>alert(1)</script>' })
    const confirm = await textOf(project.as, `${path}/publish`)
    expect(confirm).toContain('Publish and set €0.3465 aside')
    expect((await project.as(`${path}/publish`, { method: 'POST' })).status).toBe(303)
    const again = await project.as(`${path}/publish`, { method: 'POST' })
    expect(again.status).toBe(409)
    expect(await again.text()).toContain('This batch is open')

    const live = await textOf(project.as, path)
    expect(live).toContain('0 of 6')
    for (const view of ['/settings', '/imports', '/instructions', '/people', '/extend', '/close', '/try'])
      await textOf(project.as, path + view)
    expect((await project.as(`${path}/delete`, { method: 'POST' })).status).toBe(409)
    expect((await project.as.form(`${path}/extend`, { redundancy: 'x' })).status).toBe(409)
    expect((await project.as(`${path}/pause`, { method: 'POST' })).status).toBe(303)
    expect((await project.as(`${path}/resume`, { method: 'POST' })).status).toBe(303)
    expect((await project.as(`${path}/close`, { method: 'POST' })).status).toBe(303)
    expect((await project.as(`${path}/close`, { method: 'POST' })).status).toBe(409)
  })

  it('deletes a draft for good', async () => {
    const path = await made()
    await textOf(project.as, `${path}/delete`)
    expect((await project.as(`${path}/delete`, { method: 'POST' })).status).toBe(303)
    expect((await project.as(path)).status).toBe(404)
  })
})

describe('the estimated end', () => {
  it('is told to be here once all responses are, and not spoken of when the batch is closed', async () => {
    const batch = await aBatch(canut, { tasks: 1, redundancy: 1 })
    const owner = canut.as({ id: batch.ownerId })
    const path = `/batches/${batch.publicId}`
    expect(await textOf(owner, path)).toContain('cannot be told yet')
    await owner.form(`${path}/pause`, {})
    expect(await textOf(owner, path)).toContain('not while the batch is paused')
    await owner.form(`${path}/resume`, {})
    await someResponses(canut, batch, [['yes']])
    expect(await textOf(owner, path)).toContain('all responses are there')
    await owner.form(`${path}/close`, {})
    expect(await textOf(owner, path)).not.toContain('Estimated end')
  })
})

describe('instructions', () => {
  it('are shown with raw HTML as text, and with what changed since a version', async () => {
    const path = await made()
    await project.as.form(`${path}/instructions`, { markdown: 'Choose **yes** <img src=x onerror=alert(1)>' })
    await project.as.form(`${path}/instructions`, { markdown: 'Choose **no** <img src=x onerror=alert(1)>' })
    const page = await textOf(project.as, `${path}/instructions`)
    expect(page).toContain('<strong>no</strong>')
    expect(page).not.toContain('<img')
    const changes = await textOf(project.as, `${path}/instructions?from=1`)
    expect(changes).toContain('<del>yes</del>')
    expect(changes).toContain('<ins>no</ins>')
    expect((await project.as.form(`${path}/instructions`, { markdown: ' ' })).status).toBe(422)
  })
})

describe('examples of instructions', () => {
  it('are those of the use that is asked for, not only of its kind of task', async () => {
    const path = `${await made()}/instructions`
    const offer = await textOf(project.as, path)
    const { sample, presets } = taskTypes.find(({ name }) => name === 'text-class') as TaskType
    const firstLine = (text: string) => text.split('\n')[0] ?? ''
    for (const [name, example] of [['text-class', sample] as const, ...presets.map((each) => [each.name, each.sample] as const)]) {
      expect(offer).toContain(`${path}?example=${name}"`)
      expect(await textOf(project.as, `${path}?example=${name}`)).toContain(firstLine(example.instructions.en))
    }
    expect(await textOf(project.as, `${path}?example=nothing`)).not.toContain(firstLine(sample.instructions.en))
  })
})

describe('a trial', () => {
  it('says whether a response is valid and how it compares with a known answer, and stores nothing', async () => {
    const batch = await aBatch(canut, { tasks: 2, gold: [2] })
    const staff = canut.as({ id: batch.ownerId })
    const path = `/batches/${batch.publicId}/try`
    const before = await counts(batch)
    expect(await textOf(staff, path)).toContain('Text 1')
    const same = await staff.form(path, { row: '2', 'response.label': 'yes' })
    expect(same.status).toBe(200)
    expect(await same.text()).toContain('the same as this response')
    const other = await staff.form(path, { row: '2', 'response.label': 'no' })
    expect(await other.text()).toContain('different from this response')
    expect((await staff.form(path, { row: '2' })).status).toBe(422)
    expect((await staff.form(path, { row: '9', 'response.label': 'no' })).status).toBe(404)
    expect((await staff(`${path}?row=0`)).status).toBe(404)
    const api = (taskNumber: number, response: unknown) => staff.json(`/api/v1/batches/${batch.publicId}/trials`, { taskNumber, response })
    expect(await (await api(2, { label: 'no' })).json()).toEqual({
      valid: true,
      issues: [],
      response: { label: 'no' },
      label: 'no',
      goldLabel: 'yes',
    })
    expect(await (await api(1, { label: 'maybe' })).json()).toMatchObject({ valid: false, response: null, label: null, goldLabel: null })
    expect((await api(9, {})).status).toBe(404)
    expect(await counts(batch)).toEqual(before)
  })
})

describe('who holds what, and what was reported', () => {
  it('is shown under pseudonyms, and reports are answered', async () => {
    const batch = await aBatch(canut, { tasks: 3 })
    const staff = canut.as({ id: batch.ownerId })
    const worker = await canut.signUp({ name: 'Wanda Worker', email: 'wanda@example.org' })
    const leased = await leaseTasks(canut.services, { batchId: batch.id, workerId: worker.id, count: 2 })
    if (!leased.ok) throw new Error(leased.error.kind)
    const assignmentId = leased.value.leases[0]?.assignmentId as string
    await reportTask(
      canut.services,
      { assignmentId, workerId: worker.id },
      { reason: 'broken', comment: 'It is <i>blank</i>', workMs: null },
    )

    const path = `/batches/${batch.publicId}/people`
    const page = await textOf(staff, path)
    expect(page).toMatch(/w-[0-9a-f]{12}/)
    expect(page).not.toContain('Wanda')
    expect(page).not.toContain(publicId('per', worker.id))
    expect(page).toContain('It is &lt;i&gt;blank&lt;/i&gt;')

    const { id } = await canut.services.db.selectFrom('reports').select('id').where('batch_id', '=', batch.id).executeTakeFirstOrThrow()
    const answer = `/batches/${batch.publicId}/reports/${publicId('rep', id)}/answer`
    expect((await staff.form(answer, { answer: ' ' })).status).toBe(422)
    expect((await staff.form(answer, { answer: 'Thank you, it is mended.' })).status).toBe(303)
    expect(await textOf(staff, path)).toContain('Thank you, it is mended.')
    const api = `/api/v1/batches/${batch.publicId}`
    expect((await staff.json(`${api}/reports/${publicId('rep', id)}/answer`, { answer: 'Mended.' }, 'PUT')).status).toBe(204)
    expect(await (await staff(`${api}/reports`)).json()).toMatchObject({
      items: [{ taskNumber: 1, reason: 'broken', answer: 'Mended.' }],
      nextCursor: null,
    })
    const held = (await (await staff(`${api}/leases`)).json()) as { items: { pseudonym: string }[] }
    expect(held.items.map(({ pseudonym }) => /^w-[0-9a-f]{12}$/.test(pseudonym))).toEqual([true])
    expect((await staff.form(`/batches/${batch.publicId}/reports/${publicId('rep', newId())}/answer`, { answer: 'x' })).status).toBe(404)
    // a report of another batch is not answered through this one
    const other = await aBatch(canut, { tasks: 1 })
    const wrong = `/batches/${other.publicId}/reports/${publicId('rep', id)}/answer`
    expect((await canut.as({ id: other.ownerId }).form(wrong, { answer: 'x' })).status).toBe(404)
    expect(parsePublicId('bat', other.publicId)).toBe(other.id)
  })
})

async function counts({ id }: BuiltBatch): Promise<unknown> {
  const { db } = canut.services
  const [assignments, responses] = await Promise.all([
    db.selectFrom('assignments').select('id').where('batch_id', '=', id).execute(),
    db.selectFrom('responses').select('number').where('batch_id', '=', id).execute(),
  ])
  return { assignments, responses }
}
