import { Readable } from 'node:stream'
import sharp from 'sharp'
import { storeMedia } from '../media/index.ts'
import { plainJpeg } from './plain-jpeg.ts'
import type { TestApp } from './test-app.ts'

/** A drawing (SVG) as a picture of a project. */
export async function aDrawnPicture(canut: TestApp, projectId: string, name: string, svg: string): Promise<void> {
  await keep(canut, projectId, name, await sharp(Buffer.from(svg)).png().toBuffer())
}

/** A picture of one colour, of any size. */
export async function aPlainPicture(canut: TestApp, projectId: string, name: string, width: number, height: number): Promise<void> {
  await keep(canut, projectId, name, await plainJpeg(width, height))
}

async function keep(canut: TestApp, projectId: string, name: string, bytes: Buffer): Promise<void> {
  const stored = await storeMedia(canut.services, projectId, name, Readable.from([bytes]))
  if (!stored.ok) throw new Error(`${name} was refused: ${stored.problem.code}`)
}
