/**
 * Draws the sample clips of the preset "video index" and writes them as WebM into apps/server/samples. Ten seconds each, a
 * tenth of a second to the picture, so small that they are kept with the code:
 *
 *     node --conditions=source tools/draw-clips.ts
 *
 * Chromium draws and encodes (WebCodecs, VP9), mediabunny puts the frames into their container.
 */
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import type * as Mediabunny from 'mediabunny'
import { launchBrowser } from '../e2e/browser.ts'

/** What moves, and from which second to which; before and after it stands still. */
const SCENES = [
  { thing: 'ball', from: 2, to: 6 },
  { thing: 'boat', from: 0, to: 10 },
  { thing: 'ball', from: 5, to: 9 },
  { thing: 'rain', from: 3, to: 8 },
] as const
type Scene = (typeof SCENES)[number]

const SAMPLES = resolve(import.meta.dirname, '../apps/server/samples')
const LIBRARY = join(createRequire(import.meta.url).resolve('mediabunny'), '../mediabunny.min.mjs')

const browser = await launchBrowser()
const page = await browser.newPage()
// encoders exist only for pages of a safe origin
await page.route('http://localhost/**', (route) => route.fulfill({ contentType: 'text/html', body: '<canvas width="256" height="144">' }))
await page.goto('http://localhost/')
await page.route('http://localhost/mediabunny.mjs', (route) => route.fulfill({ contentType: 'text/javascript', path: LIBRARY }))
for (const [index, scene] of SCENES.entries()) {
  const base64 = await page.evaluate(drawClip, scene)
  const film = Buffer.from(base64, 'base64')
  const name = `clip-${index + 1}.webm`
  writeFileSync(join(SAMPLES, name), film)
  console.log(`${name}: ${film.length} bytes`)
}
await browser.close()

/** Runs in the page, so it may use nothing from around it. */
async function drawClip({ thing, from, to }: Scene): Promise<string> {
  const library = '/mediabunny.mjs'
  const { BufferTarget, CanvasSource, Output, Quality, WebMOutputFormat } = (await import(library)) as typeof Mediabunny
  const canvas = document.querySelector('canvas')
  const pen = canvas?.getContext('2d')
  if (canvas === null || pen === null || pen === undefined) throw new Error('the page has no canvas')
  const [seconds, perSecond] = [10, 10]
  const target = new BufferTarget()
  const output = new Output({ format: new WebMOutputFormat(), target })
  const source = new CanvasSource(canvas, { codec: 'vp9', quality: new Quality({ bitrate: 12_000 }), keyFrameInterval: seconds })
  output.addVideoTrack(source, { frameRate: perSecond })
  await output.start()
  for (let frame = 0; frame < seconds * perSecond; frame++) {
    const now = frame / perSecond
    const share = Math.min(Math.max((now - from) / (to - from), 0), 1)
    pen.fillStyle = thing === 'rain' ? '#9aa7b0' : '#d7e6ee'
    pen.fillRect(0, 0, 256, 144)
    pen.fillStyle = thing === 'boat' ? '#4f86a6' : '#6f8f5a'
    pen.fillRect(0, 104, 256, 40)
    if (thing === 'ball') {
      pen.fillStyle = '#b5482f'
      pen.beginPath()
      pen.arc(28 + 200 * share, 92 - Math.abs(Math.sin(share * Math.PI * 3)) * 56, 12, 0, 2 * Math.PI)
      pen.fill()
    } else if (thing === 'boat') {
      pen.fillStyle = '#6b4b2a'
      pen.fillRect(16 + 170 * share, 92, 54, 14)
      pen.fillStyle = '#f4efe4'
      pen.fillRect(38 + 170 * share, 46, 22, 44)
    } else if (share > 0 && share < 1) {
      pen.fillStyle = '#2f6db5'
      for (let drop = 0; drop < 12; drop++) pen.fillRect(12 + drop * 20, (drop * 37 + frame * 12) % 104, 3, 12)
    }
    await source.add(now, 1 / perSecond)
  }
  await output.finalize()
  const bytes = new Uint8Array(target.buffer ?? new ArrayBuffer(0))
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
