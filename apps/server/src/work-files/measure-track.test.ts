import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { sniffMedia } from '../platform/uploads/index.ts'
import { anOpus } from '../testing/opus.ts'
import { aWave } from '../testing/waves.ts'
import { measureTrack } from './measure-track.ts'

const folder = mkdtempSync(join(tmpdir(), 'canut-sounds-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function measured(content: Uint8Array): Promise<number | null> {
  const path = join(folder, 'sound')
  writeFileSync(path, content)
  return measureTrack(path, 'audio')
}

const ogg = (seconds: number) => anOpus({ seconds, container: 'ogg' })
const webm = (seconds: number) => anOpus({ seconds })
const wave = async (seconds: number) => aWave({ seconds })

describe('how long a sound is', () => {
  it.each([
    ['WAV', 'audio/wav', wave],
    ['Opus in WebM', 'audio/webm', webm],
    ['Opus in Ogg', 'audio/ogg', ogg],
  ] as const)('is measured in %s', async (_, mime, make) => {
    const content = await make(2.5)
    expect(await sniffMedia(content)).toMatchObject({ ok: true, kind: 'audio', mime })
    expect(await measured(content)).toBeCloseTo(2.5, 1)
  })

  it.each([
    ['WAV', wave],
    ['Opus in WebM', webm],
    ['Opus in Ogg', ogg],
  ] as const)('is what is there when %s was cut, whatever it promises', async (_, make) => {
    const content = await make(8)
    expect((await measured(content.subarray(0, content.length / 2))) ?? 0).toBeLessThan(5)
  })

  it.each([
    ['nothing', async () => Buffer.alloc(0)],
    ['a text', async () => Buffer.from('no sound at all')],
    ['the head of a WAV', async () => aWave({ seconds: 1 }).subarray(0, 30)],
    ['a WAV without samples', () => wave(0)],
    ['the head of a WebM', async () => (await webm(1)).subarray(0, 200)],
    ['the head of an Ogg', async () => (await ogg(1)).subarray(0, 60)],
  ] as const)('is not said of %s', async (_, make) => {
    expect(await measured(await make())).toBeNull()
  })
})
