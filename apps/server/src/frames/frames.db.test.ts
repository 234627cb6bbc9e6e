import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Person } from '../platform/http/env.ts'
import { publicId } from '../platform/ids.ts'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'

let canut: TestApp
let steward: Person
let batch: BuiltBatch
let hosts: string
let frame: string
beforeAll(async () => {
  canut = await startTestApp()
  steward = await canut.signUp({ isSteward: true, email: 'sam@example.org' })
  batch = await aBatch(canut, { tasks: 1 })
  hosts = `/organisations/${publicId('org', batch.organisationId)}/template-hosts`
  frame = `/templates/frame/${publicId('prj', batch.projectId)}`
})
afterAll(() => canut.close())

const policy = async () => (await canut.nobody(frame)).headers.get('content-security-policy') ?? ''

describe('the frame of templates', () => {
  it('is an empty page without an origin, which only our own pages may embed, and which sends nothing anywhere', async () => {
    const answer = await canut.nobody(frame)
    expect([answer.status, answer.headers.get('x-frame-options'), answer.headers.get('set-cookie')]).toEqual([200, 'SAMEORIGIN', null])
    const directives = new Map((await policy()).split('; ').map((each) => [each.split(' ')[0], each]))
    expect(directives.get('default-src')).toBe("default-src 'none'")
    // to WebKit 'self' is the origin that the page does not have: our script would be kept out, and the page stay empty
    for (const name of ['script-src', 'style-src', 'img-src', 'media-src', 'font-src'])
      expect(directives.get(name)).toMatch(/^[\w-]+ https?:\/\/[\w.:-]+ (?!.*'self')/)
    expect(directives.get('sandbox')).toBe('sandbox allow-scripts allow-forms allow-popups')
    expect(directives.get('form-action')).toBe("form-action 'none'")
    expect(directives.get('frame-src')).toBe("frame-src 'none'")
    expect(directives.get('frame-ancestors')).toBe("frame-ancestors 'self'")
    expect(directives.get('connect-src')).toMatch(/^connect-src( https?:\/\/[\w.:-]+\/media\/)+$/)
    expect(await answer.text()).not.toContain('Kind')
  })

  it('loads from a site once a steward allowed it, and no more when it is taken away; members can read both', async () => {
    const form = (fields: Record<string, string>) => canut.as(steward).form(hosts, fields)
    expect(await policy()).not.toContain('cdn.example.org')
    expect((await form({ do: 'allow', host: ' https://CDN.example.org/ ' })).status).toBe(303)
    expect((await form({ do: 'allow', host: 'cdn.example.org' })).status).toBe(303)
    expect(await policy()).toMatch(/script-src http\S+ 'unsafe-inline' data: https:\/\/cdn\.example\.org;/)
    expect(await (await canut.as({ id: batch.ownerId })(hosts)).text()).toContain('cdn.example.org')
    expect((await canut.nobody('/templates/frame')).headers.get('content-security-policy')).not.toContain('cdn.example.org')
    await form({ do: 'forbid', host: 'cdn.example.org' })
    expect(await policy()).not.toContain('cdn.example.org')
    const events = await canut.services.db
      .selectFrom('events')
      .select('kind')
      .where('kind', 'like', 'template%')
      .orderBy('position')
      .execute()
    expect(events.map(({ kind }) => kind)).toEqual(['template_host_allowed', 'template_host_forbidden'])
  })

  it.each(['*', '*.example.org', 'example.org/path', "x' 'unsafe-eval", 'localhost', '10.0.0.1:80', 'a;b.org', ''])(
    'refuses %j, which is no host name',
    async (host) => {
      const answer = await canut.as(steward).form(hosts, { do: 'allow', host })
      expect([answer.status, await policy()]).toEqual([422, expect.not.stringContaining('unsafe-eval')])
    },
  )
})

describe('the preview of a template', () => {
  it('gives the page, or what is wrong and where, and what to look at', async () => {
    const preview = async (fields: Record<string, string>) =>
      (await canut.as(steward).form('/templates/preview', fields)).json() as Promise<unknown>
    const source = '<crowd-form>{{ task.input.a }} {{ task.input.labels[1] }}<img><input type="hidden" name="q"></crowd-form>'
    expect(await preview({ dialect: 'liquid', source, inputs: 'labels = ["x","y"]', example: '{"a": "<b>"}' })).toEqual({
      html: '<crowd-form>&lt;b&gt; y<img><input type="hidden" name="q"></crowd-form>',
      problem: null,
      findings: [{ line: 1, sentence: expect.stringContaining('alt') }],
    })
    expect(await preview({ dialect: 'liquid', source: '\n{% nope %}' })).toMatchObject({
      html: null,
      problem: expect.stringMatching(/^Line 2, column 1: .*nope/),
    })
    expect(await preview({ dialect: 'mturk', source: '${a}', example: 'not JSON' })).toMatchObject({ html: '${a}' })
  })
})
