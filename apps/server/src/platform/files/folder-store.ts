import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { FileMissing, type FileStore } from './file-store.ts'

export function folderStore(folder: string): FileStore {
  const root = resolve(folder)
  const pathOf = (key: string) => {
    const path = resolve(join(root, key))
    if (!path.startsWith(root + sep)) throw new Error(`file key leaves the folder: ${key}`)
    return path
  }
  return {
    async put(key, content) {
      const path = pathOf(key)
      const part = `${path}.part`
      await mkdir(dirname(path), { recursive: true })
      try {
        const target = createWriteStream(part, { flush: true })
        await pipeline(content, target)
        await rename(part, path)
        return target.bytesWritten
      } catch (error) {
        await rm(part, { force: true })
        throw error
      }
    },
    async open(key, range): Promise<Readable> {
      const handle = await open(pathOf(key)).catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'ENOENT' ? new FileMissing(key) : error
      })
      return createReadStream('', { fd: handle, autoClose: true, ...(range === undefined ? {} : { start: range.first, end: range.last }) })
    },
    async remove(key) {
      await rm(pathOf(key), { force: true })
    },
  }
}
