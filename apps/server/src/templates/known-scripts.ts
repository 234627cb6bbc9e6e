import { createRequire } from 'node:module'

/** Libraries that layouts load from elsewhere, in the very versions they ask for; we serve them, so that no other site learns of the worker. */
export interface Library {
  /** as it is called in our address */
  readonly name: string
  readonly asked: RegExp
  /** path inside an npm package */
  readonly file: string
}

export const LIBRARIES: readonly Library[] = [
  { name: 'jquery-3.6.0.js', asked: /jquery[-/@]3\.6\.0\b.*\.js$/i, file: 'jquery/dist/jquery.min.js' },
  { name: 'd3-v6.js', asked: /\bd3(\.v6|@6|[-/]6\.)[^?#]*$/i, file: 'd3/dist/d3.min.js' },
  { name: 'node-uuid-1.4.8.js', asked: /node-uuid[/@]1\.4\.8\b.*\.js$/i, file: 'node-uuid/uuid.js' },
  {
    name: 'draggable-1.0.0-beta.8.js',
    asked: /draggable@1\.0\.0-beta\.8\b[^?#]*$/i,
    file: '@shopify/draggable/lib/draggable.bundle.js',
  },
]

/** What pages load only to reach what stands here without them. */
const STAND_INS = [
  // the elements are there before the page is, so nothing is left to load
  { asked: /^(https?:)?\/\/assets\.crowd\.aws\/crowd-html-elements(-v2)?\.(js|css)$/i, script: 'data:text/javascript,' },
  // puts the id of the assignment into the form; the page around the frame knows it
  {
    asked: /^(https?:)?\/\/(s3\.amazonaws\.com\/mturk-public|mturk-public\.s3\.amazonaws\.com)\/externalHIT_v1\.js$/i,
    script: 'data:text/javascript,function turkSetAssignmentID(){}',
  },
] as const
const NO_STYLES = 'data:text/css,'

export const libraryPath = (library: Library): string => `/templates/libraries/${library.name}`

const require = createRequire(import.meta.url)

/** Where a library lies on this machine. */
export const libraryFile = (library: Library): string => require.resolve(library.file)

export type KnownScript = { readonly kind: 'stand-in'; readonly script: string } | { readonly kind: 'library'; readonly library: Library }

export function knownScript(address: string): KnownScript | null {
  const standIn = STAND_INS.find(({ asked }) => asked.test(address.trim()))
  if (standIn !== undefined) return { kind: 'stand-in', script: standIn.script }
  if (!/^(https?:)?\/\//i.test(address.trim())) return null
  const library = LIBRARIES.find(({ asked }) => asked.test(address.trim()))
  return library === undefined ? null : { kind: 'library', library }
}

const TAG = /<(script|link)\b((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi
const ADDRESS = /(\s(?:src|href)\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)/i
const INTEGRITY = /\s(?:integrity|crossorigin)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?/gi

/** Names our own copies where a page asks for the scripts above; everything else stays as it is. */
export function mapKnownScripts(html: string): string {
  return html.replaceAll(TAG, (tag, name: string, attributes: string) => {
    const found = ADDRESS.exec(attributes)
    const address = (found?.[2] ?? '').replaceAll(/^["']|["']$/g, '')
    const known = knownScript(address)
    if (found === null || known === null) return tag
    const ours = known.kind === 'library' ? libraryPath(known.library) : name.toLowerCase() === 'link' ? NO_STYLES : known.script
    return `<${name}${attributes.replace(ADDRESS, `$1"${ours}"`).replaceAll(INTEGRITY, '')}>`
  })
}
