import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { messages } from './api-description.messages.ts'
import { listApiRoutes } from './operations.ts'
import { frenchSummaries } from './french-summaries.ts'

interface DescribedOperation {
  operationId: string
  tags: string[]
  summary: string
  parameters: { name: string; in: string; required?: boolean; schema: object }[]
  requestBody?: { content: Record<string, { schema: object }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>
  security?: Record<string, string[]>[]
}
interface DescribedApi {
  openapi: string
  info: { title: string; version: string }
  servers: { url: string }[]
  paths: Record<string, Record<string, DescribedOperation>>
  components: { schemas: Record<string, object> }
}

let canut: TestApp
let api: DescribedApi
beforeAll(async () => {
  canut = await startTestApp()
  api = (await (await canut.nobody('/api/v1/openapi.json')).json()) as DescribedApi
})
afterAll(() => canut.close())

const operations = () =>
  Object.entries(api.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ key: `${method.toUpperCase()} ${path}`, path, operation })),
  )

describe('the OpenAPI document', () => {
  test('describes every route of the API, and none that is not there', () => {
    const described = operations().map(({ key }) => key)
    expect(described.length).toBeGreaterThan(40)
    expect(described.toSorted()).toEqual(listApiRoutes(canut.app).toSorted())
  })

  test('is OpenAPI 3.1: operation ids are unique, path parameters are declared, answers are described', () => {
    expect(api.openapi).toBe('3.1.0')
    expect(api.info.version).toMatch(/^\d+\.\d+\.\d+/)
    const ids = operations().map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { key, path, operation } of operations()) {
      const inPath = operation.parameters.filter((parameter) => parameter.in === 'path')
      expect(inPath.map(({ name }) => name).toSorted(), key).toEqual(
        Array.from(path.matchAll(/\{([^}]+)\}/g), ([, name = '']) => name).toSorted(),
      )
      expect(
        inPath.every(({ required }) => required === true),
        key,
      ).toBe(true)
      expect(Object.keys(operation.responses), key).toContain('default')
      expect(
        Object.keys(operation.responses).some((status) => /^2\d\d$/.test(status)),
        key,
      ).toBe(true)
      for (const { description } of Object.values(operation.responses)) expect(description, key).toMatch(/\S/)
    }
  })

  test('contains only schemas that JSON Schema 2020-12 understands, with no reference that leads nowhere', () => {
    const ajv = new Ajv2020({ strict: true, strictTypes: false, validateFormats: false })
    ajv.addVocabulary(['components'])
    ajv.addSchema({ $id: 'doc', components: api.components }, 'doc')
    const schemas = operations().flatMap(({ operation }) => [
      ...operation.parameters.map(({ schema }) => schema),
      ...Object.values(operation.requestBody?.content ?? {}).map(({ schema }) => schema),
      ...Object.values(operation.responses).flatMap(({ content }) => Object.values(content ?? {}).map(({ schema }) => schema)),
    ])
    expect(schemas.length).toBeGreaterThan(100)
    for (const schema of schemas) {
      const text = JSON.stringify(schema).replaceAll('"#/components/', '"doc#/components/')
      expect(() => ajv.compile(JSON.parse(text) as object), text).not.toThrow()
    }
  })

  test('offers an idempotency key wherever something is posted, except files', () => {
    const offered = operations()
      .filter(({ operation }) => operation.parameters.some(({ name, in: place }) => name === 'Idempotency-Key' && place === 'header'))
      .map(({ key }) => key)
    const posts = operations().filter(({ key }) => key.startsWith('POST '))
    expect(offered).toEqual(posts.map(({ key }) => key).filter((key) => !/\/(media|imports|files)$/.test(key)))
    expect(offered).toContain('POST /api/v1/organisations')
    expect(posts.length - offered.length).toBe(3)
  })

  test('says for each operation what a token must be made for', () => {
    const security = Object.fromEntries(operations().map(({ key, operation }) => [key, operation.security]))
    expect(security['POST /api/v1/work/leases']).toEqual([{ token: ['work'] }])
    expect(security['GET /api/v1/me']).toEqual([{ token: [] }])
    expect(security['POST /api/v1/steward/deposits']).toEqual([{ token: ['steward'] }])
    expect(security['GET /api/v1/openapi.json']).toEqual([])
  })
})

describe('the page about the API', () => {
  const page = async (language: string) => (await canut.nobody('/api', { headers: { 'Accept-Language': language } })).text()

  test('lists every operation in both languages, with who may and the scope', async () => {
    const [en, fr] = [await page('en'), await page('fr')]
    for (const { key, operation } of operations()) {
      expect(en).toContain(`id="${operation.operationId}"`)
      expect(en, key).toContain(`>${key}</code>`)
      expect(fr, key).toContain(`>${key}</code>`)
    }
    const renew = en.slice(en.indexOf('id="postAssignmentsByAssignmentRenew"')).slice(0, 900)
    expect(renew).toContain('Keep a task longer while it is open')
    expect(renew).toContain('the worker who holds or made the assignment')
    expect(fr).toContain('Garder une tâche plus longtemps')
    expect(fr).toContain('batch_not_ready')
  })

  test('has a sentence in each language and a known group for each operation', () => {
    for (const { key, operation } of operations()) {
      expect(operation.summary, key).toMatch(/\S/)
      expect(Object.keys(messages.en.groups), key).toContain(operation.tags[0])
    }
    const keys = operations().map(({ key }) => key)
    expect(Object.keys(frenchSummaries).toSorted()).toEqual(keys.toSorted())
  })
})
