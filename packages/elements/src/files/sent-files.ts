import type { SentFile } from '@canut/contract'

/** Reads what a form or a draft says; empty when it is no list of files. */
export function readSentFiles(text: string): readonly SentFile[] {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value.filter(isSentFile) : []
  } catch {
    // '' is what an empty form says, and anything else is somebody else's
    return []
  }
}

function isSentFile(value: unknown): value is SentFile {
  return (
    typeof value === 'object' &&
    value !== null &&
    'file' in value &&
    typeof value.file === 'string' &&
    'name' in value &&
    typeof value.name === 'string'
  )
}

export const isOnDevice = ({ file }: SentFile): boolean => file.startsWith('local:')

/** As a form sends them; '' for none. */
export const textOfSentFiles = (files: readonly SentFile[]): string => (files.length === 0 ? '' : JSON.stringify(files))
