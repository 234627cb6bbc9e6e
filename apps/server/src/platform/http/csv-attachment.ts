import { Readable } from 'node:stream'

/** A file that is sent while it is made: memory does not grow with it. The BOM tells spreadsheets that it is UTF-8. */
export function csvAttachment(name: string, at: Date, lines: AsyncIterable<string>): Response {
  return new Response(Readable.toWeb(Readable.from(encoded(lines), { objectMode: false })) as ReadableStream<Uint8Array>, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}-${at.toISOString().slice(0, 10)}.csv"`,
      'Cache-Control': 'no-store',
    },
  })
}

async function* encoded(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  yield encoder.encode('\ufeff')
  for await (const line of lines) yield encoder.encode(line)
}
