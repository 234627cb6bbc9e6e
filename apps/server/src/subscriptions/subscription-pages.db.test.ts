import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Person } from '../platform/http/env.ts'
import { publicId, newId } from '../platform/ids.ts'
import { aBatch } from '../testing/batch-builder.ts'
import { startTestApp, type FormFields, type TestApp } from '../testing/index.ts'
import { beginWeek } from '../testing/week-builder.ts'
import { shareWork } from './share-work.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp({ env: { LOG_LEVEL: 'silent' } })
})
afterAll(() => canut.close())
beforeEach(() => beginWeek(canut))

const plain = (html: string) =>
  html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&#39;/g, '’')
    .replaceAll(/[\s\u00a0\u202f]+/g, ' ')

async function page(person: Person, path: string, locale: 'en' | 'fr' = 'en'): Promise<string> {
  await canut.services.db.updateTable('people').set({ locale }).where('id', '=', person.id).execute()
  const answer = await canut.as(person)(path)
  expect(answer.status).toBe(200)
  return plain(await answer.text())
}

async function post(person: Person, path: string, fields: FormFields = {}) {
  const answer = await canut.as(person).form(path, fields)
  return { status: answer.status, location: answer.headers.get('location'), text: plain(await answer.text()) }
}

describe('the form of what somebody wants', () => {
  test('keeps what was ticked, any where nothing was, and comes back as it was saved', async () => {
    const ada = await canut.signUp()
    const batch = await aBatch(canut, { tasks: 1, language: 'fr' })
    const project = publicId('prj', batch.projectId)
    const saved = await post(ada, '/me/subscription', {
      hoursPerWeek: '2,5',
      taskTypes: ['text-class'],
      languages: ['fr'],
      projectIds: [project],
    })
    expect(saved).toMatchObject({ status: 303, location: '/work?done=subscribed' })
    const html = await (await canut.as(ada)('/me/subscription')).text()
    expect(html).toContain('value="2.5"')
    for (const value of ['text-class', 'fr', project]) expect(html).toMatch(new RegExp(`<input[^>]*value="${value}" checked=""`))

    await post(ada, '/me/subscription', { hoursPerWeek: '6' })
    expect(await canut.services.db.selectFrom('subscriptions').selectAll().execute()).toMatchObject([
      { seconds_wanted: 6 * 3600, task_types: null, languages: null, project_ids: null },
    ])
  })

  test.each([
    ['-1', 'Write a number of hours, such as 6 or 2.5. You wrote “-1”.'],
    ['NaN', 'You wrote “NaN”.'],
    ['', 'Write a number of hours'],
    ['1000000000', 'At most 80.'],
    ['1.3', 'Whole, half or quarter hours'],
  ])('says what is wrong with %j hours, and keeps what was typed', async (hours, sentence) => {
    const ada = await canut.signUp()
    const refused = await post(ada, '/me/subscription', { hoursPerWeek: hours, languages: ['fr', 'nonsense!'] })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain(sentence)
    expect(await canut.services.db.selectFrom('subscriptions').selectAll().execute()).toEqual([])
  })

  test('refuses a project that is none, in words', async () => {
    const ada = await canut.signUp()
    const refused = await post(ada, '/me/subscription', { hoursPerWeek: '6', projectIds: [publicId('prj', newId())] })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Canut does not know this project')
  })

  test('takes everything back', async () => {
    const ada = await canut.signUp()
    await post(ada, '/me/subscription', { hoursPerWeek: '6' })
    await post(ada, '/me/sitting')
    expect(await post(ada, '/me/subscription/remove')).toMatchObject({ status: 303, location: '/work?done=unsubscribed' })
    expect(await page(ada, '/work?done=unsubscribed')).toContain('Nothing is brought to you any more.')
  })
})

describe('the list of work', () => {
  test('explains in both languages what can be brought, and that nothing is recorded outside of a sitting', async () => {
    const ada = await canut.signUp()
    expect(await page(ada, '/work')).toMatch(
      /Work brought to you.*Say what you want.*Outside of an open sitting, and of the tasks that you take, nothing about you is recorded/,
    )
    expect(await page(ada, '/work', 'fr')).toMatch(
      /Du travail apporté.*Dire ce que vous voulez.*En dehors d’une séance ouverte, et des tâches que vous prenez, rien n’est enregistré/,
    )
  })

  test('says the share in plain words, with the rule and what goes into it', async () => {
    await aBatch(canut, { tasks: 4, redundancy: 1, estimateSeconds: 3600 })
    const people = [await canut.signUp(), await canut.signUp()] as const
    for (const person of people) {
      await post(person, '/me/subscription', { hoursPerWeek: '6' })
      expect(await page(person, '/work')).toContain('You are counted from when you open a sitting')
      expect(await post(person, '/me/sitting')).toMatchObject({ status: 303, location: '/work?done=opened' })
    }
    await canut.services.db
      .insertInto('worker_weeks')
      .values({ person_id: people[0].id, week: '2026-03-02', received_seconds: 2700n })
      .execute()
    await shareWork(canut.services)

    const english = await page(people[0], '/work')
    expect(english).toContain(
      'You asked for 6 h this week; there are 2 h 22 min for each of those who can do this work and asked for that much. You have had 45 min.',
    )
    expect(english).toMatch(/How this is shared.*the hours are levelled.*2 people in all, and the work that is left/)
    expect(english).toContain('Your sitting has been open since 4 March 2026')
    expect(await page(people[0], '/work', 'fr')).toContain(
      'Vous avez demandé 6 h cette semaine ; il y a 2 h 22 min pour chacune des personnes qui peuvent faire ce travail et en ont demandé autant. Vous avez reçu 45 min.',
    )
    expect(await page(people[0], '/rules')).toContain('How work is brought and shared')
    expect(await page(people[0], '/rules', 'fr')).toContain('Comment le travail est apporté et partagé')
  })
})

describe('the next task', () => {
  async function aSitter(): Promise<Person> {
    const ada = await canut.signUp()
    await post(ada, '/me/subscription', { hoursPerWeek: '6' })
    await post(ada, '/me/sitting')
    return ada
  }
  const taskOf = async (person: Person, location: string | null) => {
    const html = await (await canut.as(person)(location ?? '/')).text()
    const found = /data-assignment="(asg_[0-9a-f]{32})"/.exec(html)?.[1]
    if (found === undefined) throw new Error(`no task on ${location}`)
    return found
  }

  test('comes from one batch after the other without script, and then it is said why there is none', async () => {
    const first = await aBatch(canut, { tasks: 1, redundancy: 1 })
    canut.clock.advance({ seconds: 1 })
    const second = await aBatch(canut, { tasks: 1, redundancy: 1, beside: first })
    const ada = await aSitter()
    const brought = await post(ada, '/work/next')
    expect(brought).toMatchObject({ status: 303, location: `/work/${first.publicId}/task` })
    // asking again leads to the task in hand
    expect(await post(ada, '/work/next')).toMatchObject({ location: `/work/${first.publicId}/task` })

    const onward = await post(ada, `/work/tasks/${await taskOf(ada, brought.location)}`, { do: 'submit', 'response.label': 'yes' })
    expect(onward.status).toBe(303)
    expect(onward.location).toMatch(new RegExp(`^/work/${second.publicId}/task\\?done=submitted&receipt=`))
    // for whom and why stands on the screen of the new batch
    expect(await page(ada, onward.location ?? '')).toContain('For The town library: To see whether comments are kind')

    const end = await post(ada, `/work/tasks/${await taskOf(ada, onward.location)}`, { do: 'submit', 'response.label': 'yes' })
    expect(end.status).toBe(200)
    expect(end.text).toMatch(/Submitted and kept\. Receipt [0-9a-f]{12}/)
    expect(end.text).toContain('Nothing for you right now')
    expect(end.text).toContain('All tasks that fit what you asked for have their responses.')
  })

  test('is answered to the script of the page as an address, or as a sentence', async () => {
    const ada = await aSitter()
    const ask = async () =>
      (await canut.as(ada)('/work/next', { method: 'POST', headers: { accept: 'application/json' } })).json() as Promise<unknown>
    expect(await ask()).toEqual({
      href: null,
      sentence: 'No open batch is what you asked for at the moment. When one is published, it is brought to open sittings.',
    })
    const batch = await aBatch(canut, { tasks: 1 })
    expect(await ask()).toEqual({ href: `/work/${batch.publicId}/task`, sentence: null })
  })

  test('is not taken by looking at its page, which says in both languages what to do first', async () => {
    const batch = await aBatch(canut, { tasks: 1 })
    const ada = await canut.signUp()
    expect(await page(ada, '/work/next')).toContain('Say what you want')
    expect((await post(ada, '/work/next')).text).toContain('You have not asked Canut to bring you work yet.')
    await post(ada, '/me/subscription', { hoursPerWeek: '6' })
    expect(await page(ada, '/work/next', 'fr')).toContain('Ouvrir une séance')
    expect((await post(ada, '/work/next')).text).toContain('Vous n’avez pas de séance ouverte.')
    await post(ada, '/me/sitting')
    expect(await page(ada, '/work/next')).toContain('Bring me a task')
    const { rows } = await canut.services.pool.query('select from assignments where batch_id = $1', [batch.id])
    expect(rows).toEqual([])
  })
})
