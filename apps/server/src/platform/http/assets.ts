import { Hono } from 'hono'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

/** The stylesheet lies beside the page components; browser scripts are what the build of apps/browser left. */
const STYLESHEET = firstExisting([
  join(import.meta.dirname, '../layout/canut.css'),
  join(import.meta.dirname, '../../../src/platform/layout/canut.css'),
])
const SCRIPTS_DIR = join(import.meta.dirname, '../../../../browser/dist/site/assets')

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

interface Asset {
  readonly type: string
  readonly etag: string
  readonly plain: Uint8Array<ArrayBuffer>
  readonly gzip: Uint8Array<ArrayBuffer>
  readonly brotli: Uint8Array<ArrayBuffer>
}

/** Everything the browser loads apart from pages: read and compressed once, revalidated by hash. */
export function assetRoutes(): Hono {
  const assets = new Map<string, Asset>([['canut.css', readAsset(STYLESHEET)]])
  if (existsSync(SCRIPTS_DIR))
    for (const name of readdirSync(SCRIPTS_DIR)) if (extname(name) in TYPES) assets.set(name, readAsset(join(SCRIPTS_DIR, name)))

  return new Hono().get('/assets/:name', (c) => {
    const asset = assets.get(c.req.param('name'))
    if (asset === undefined) return c.notFound()
    const headers = {
      ETag: asset.etag,
      'Cache-Control': 'public, max-age=0, must-revalidate',
      Vary: 'Accept-Encoding',
      // frames of templates have no origin, and modules are always fetched as if from another site
      'Access-Control-Allow-Origin': '*',
      'Content-Type': asset.type,
    }
    if (c.req.header('if-none-match') === asset.etag) return c.body(null, 304, headers)
    const accepted = c.req.header('accept-encoding') ?? ''
    if (/\bbr\b/.test(accepted)) return c.body(asset.brotli, 200, { ...headers, 'Content-Encoding': 'br' })
    if (/\bgzip\b/.test(accepted)) return c.body(asset.gzip, 200, { ...headers, 'Content-Encoding': 'gzip' })
    return c.body(asset.plain, 200, headers)
  })
}

function readAsset(path: string): Asset {
  const plain = new Uint8Array(readFileSync(path))
  return {
    type: TYPES[extname(path)] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    plain,
    gzip: new Uint8Array(gzipSync(plain)),
    brotli: new Uint8Array(brotliCompressSync(plain)),
  }
}

function firstExisting(paths: string[]): string {
  const found = paths.find((path) => existsSync(path))
  if (found === undefined) throw new Error(`none of these files exists: ${paths.join(', ')}`)
  return found
}
