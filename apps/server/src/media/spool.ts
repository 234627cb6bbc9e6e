import { mkdir, mkdtemp, open, rm } from 'node:fs/promises'
import { join } from 'node:path'

export interface Spooled {
  readonly path: string
  readonly bytes: number
  /** false: the content is longer than `maxBytes`, and reading stopped there */
  readonly isWhole: boolean
  readonly head: Uint8Array
}

/**
 * Keeps a stream in a file while `work` looks at it: an archive is read from its end, an image twice. The file is gone
 * when `work` has ended. What is beyond `maxBytes` is not read.
 */
export async function withSpooled<T>(
  of: { content: AsyncIterable<Uint8Array>; maxBytes: number; headBytes: number; dataDir: string },
  work: (spooled: Spooled) => Promise<T>,
): Promise<T> {
  const parent = join(of.dataDir, 'uploads')
  await mkdir(parent, { recursive: true })
  const folder = await mkdtemp(join(parent, 'upload-'))
  try {
    return await work(await spool(join(folder, 'content'), of))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function spool(path: string, of: { content: AsyncIterable<Uint8Array>; maxBytes: number; headBytes: number }): Promise<Spooled> {
  const file = await open(path, 'wx')
  const head: Uint8Array[] = []
  let headBytes = 0
  let bytes = 0
  try {
    for await (const chunk of of.content) {
      bytes += chunk.length
      if (bytes > of.maxBytes) return { path, bytes, isWhole: false, head: Buffer.concat(head) }
      await file.writeFile(chunk)
      if (headBytes < of.headBytes) {
        head.push(chunk)
        headBytes += chunk.length
      }
    }
  } finally {
    await file.close()
  }
  return { path, bytes, isWhole: true, head: Buffer.concat(head) }
}
