import { createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, type ZstdCompress } from 'node:zlib'
import { pack, type Pack } from 'tar-stream'
import { notWritten } from './backup-problems.ts'
import { entryName, PART_BYTES } from './backup-format.ts'

export interface ArchiveWriter {
  /** Writes a member of unknown length in parts; at least one, so that an empty table is seen to be there. */
  add(member: string, content: AsyncIterable<Uint8Array>): Promise<void>
  addText(member: string, text: string): Promise<void>
  /** The file appears under its name only now, complete and on the disk. Returns its size in bytes. */
  finish(): Promise<number>
  /** Leaves nothing behind; does nothing after `finish`. */
  abandon(): Promise<void>
}

/** @throws StartupProblem `backup_not_written` when the file exists already or its folder does not */
export function createArchive(path: string, modifiedAt: Date): ArchiveWriter {
  if (existsSync(path))
    throw notWritten(path, {
      en: 'a file of this name exists already. Choose another name.',
      fr: 'un fichier de ce nom existe déjà. Choisissez un autre nom.',
    })
  if (!existsSync(dirname(path)))
    throw notWritten(path, { en: `the folder ${dirname(path)} does not exist.`, fr: `le dossier ${dirname(path)} n’existe pas.` })

  const unfinished = `${path}.unfinished`
  const tar = pack()
  // a backup holds the data of people: nobody else on the machine reads it
  const target = createWriteStream(unfinished, { mode: 0o600, flush: true })
  const compress = createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } })
  const written = Promise.all([feed(tar, compress), pipeline(compress, target)]).catch((error: unknown) => {
    tar.destroy()
    throw sayWhy(path, error)
  })
  // awaited beside every entry and at the end; this keeps Node from taking it for forgotten in between
  written.catch(() => undefined)

  async function addEntry(name: string, content: Buffer): Promise<void> {
    const added = new Promise<void>((resolve, reject) => {
      tar.entry({ name, size: content.length, mode: 0o600, mtime: modifiedAt }, (error) => (error ? reject(error) : resolve())).end(content)
    })
    added.catch(() => undefined)
    await Promise.race([added, written])
  }

  return {
    async add(member, content) {
      let [chunks, bytes, part] = [[] as Uint8Array[], 0, 0]
      const flush = async () => {
        part += 1
        await addEntry(entryName(member, part), Buffer.concat(chunks))
        ;[chunks, bytes] = [[], 0]
      }
      for await (const chunk of content) {
        chunks.push(chunk)
        bytes += chunk.length
        if (bytes >= PART_BYTES) await flush()
      }
      if (bytes > 0 || part === 0) await flush()
    },
    addText: (member, text) => addEntry(member, Buffer.from(text)),
    async finish() {
      tar.finalize()
      await written
      await rename(unfinished, path)
      return target.bytesWritten
    },
    async abandon() {
      tar.destroy()
      await written.catch(() => undefined)
      await rm(unfinished, { force: true })
    },
  }
}

/**
 * One chunk at a time: if the compressor is told of the end while it holds a chunk, Node closes the frame twice and adds
 * an empty one, in which damage would not be noticed.
 */
async function feed(tar: Pack, compress: ZstdCompress): Promise<void> {
  for await (const chunk of tar)
    await new Promise<void>((resolve, reject) => {
      compress.write(chunk, (error) => (error ? reject(error) : resolve()))
    })
  compress.end()
}

function sayWhy(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return notWritten(
      path,
      {
        en: 'the disk is full. Free some space, or choose another disk.',
        fr: 'le disque est plein. Libérez de la place, ou choisissez un autre disque.',
      },
      { cause: error },
    )
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return notWritten(path, { en: 'this account may not write there.', fr: 'ce compte n’a pas le droit d’y écrire.' }, { cause: error })
  return error
}
