export type TableFormat = 'csv' | 'tsv' | 'jsonl'

const formatByExtension: Readonly<Record<string, TableFormat>> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'jsonl',
}

/** Files that people send for a table, told by how they begin; the word names what was found. */
const notText: readonly (readonly [found: string, start: readonly number[]])[] = [
  ['zip_or_workbook', [0x50, 0x4b, 0x03, 0x04]], // .xlsx and .ods are zip archives
  ['old_workbook', [0xd0, 0xcf, 0x11, 0xe0]],
  ['pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['gzip', [0x1f, 0x8b]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['7z', [0x37, 0x7a, 0xbc, 0xaf]],
  ['parquet', [0x50, 0x41, 0x52, 0x31]],
  ['media', [0x89, 0x50, 0x4e, 0x47]], // PNG
  ['media', [0xff, 0xd8, 0xff]], // JPEG
  ['media', [0x47, 0x49, 0x46, 0x38]], // GIF
  ['media', [0x52, 0x49, 0x46, 0x46]], // WebP, WAV
  ['media', [0x49, 0x44, 0x33]], // MP3
  ['media', [0x4f, 0x67, 0x67, 0x53]], // Ogg
  ['media', [0x1a, 0x45, 0xdf, 0xa3]], // WebM
]

/** What the file is when it is plainly not a table of text, else null. */
export function detectNotText(first: Uint8Array): string | null {
  return notText.find(([, start]) => start.every((byte, i) => first[i] === byte))?.[0] ?? null
}

/**
 * The format by the file's name, else by its text: an object or a list opens JSON Lines, anything else is CSV, whose
 * header then tells the delimiter.
 */
export function detectFormat(name: string | undefined, firstText: string): TableFormat {
  const extension = name === undefined ? undefined : /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase()
  const byName = extension !== undefined && Object.hasOwn(formatByExtension, extension) ? formatByExtension[extension] : undefined
  return byName ?? (/^\s*[[{]/.test(firstText) ? 'jsonl' : 'csv')
}
