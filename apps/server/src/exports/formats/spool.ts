import { mkdir, mkdtemp, open, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'

/** Text that has to wait until other parts of a file are written. Small ones stay in memory, larger ones go to a file. */
export interface Spool {
  add(text: string): Promise<void>
  /** everything that was added, in order */
  read(): AsyncGenerator<string, void, undefined>
}

const MEMORY_CHARS = 1_000_000

/** Hands out spools while `work` runs, and removes what they kept when it ends, also when nobody reads on. */
export async function* withSpools<T>(
  scratchDir: string,
  work: (openSpool: () => Spool) => AsyncGenerator<T, void, undefined>,
): AsyncGenerator<T, void, undefined> {
  const kept: { folder: string | null; files: FileHandle[] } = { folder: null, files: [] }
  const openFile = async (): Promise<FileHandle> => {
    await mkdir(scratchDir, { recursive: true })
    kept.folder ??= await mkdtemp(join(scratchDir, 'export-'))
    const file = await open(join(kept.folder, String(kept.files.length)), 'wx+')
    kept.files.push(file)
    return file
  }
  try {
    yield* work(() => openSpool(openFile))
  } finally {
    for (const file of kept.files) await file.close().catch(() => undefined)
    if (kept.folder !== null) await rm(kept.folder, { recursive: true, force: true })
  }
}

function openSpool(openFile: () => Promise<FileHandle>): Spool {
  let waiting: string[] = []
  let waitingChars = 0
  let file: FileHandle | null = null
  return {
    async add(text) {
      waiting.push(text)
      waitingChars += text.length
      if (waitingChars < MEMORY_CHARS) return
      file ??= await openFile()
      await file.appendFile(waiting.join(''))
      waiting = []
      waitingChars = 0
    },
    async *read() {
      if (file !== null) yield* file.createReadStream({ encoding: 'utf8', start: 0, autoClose: false }) as AsyncIterable<string>
      yield waiting.join('')
    },
  }
}
