import type { Tree } from './tree.ts'

interface LockEntry {
  readonly version?: string
  readonly dev?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly [key: string]: unknown
}

export interface Lock {
  readonly packages: Readonly<Record<string, LockEntry>>
}

interface Missing {
  readonly name: string
  readonly version: string
  readonly dev: boolean
}

/** Optional packages that an entry names and no entry is. */
export function missingFrom({ packages }: Lock): Missing[] {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {}, dev = false }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isFound(packages, path, name))
      .map(([name, version]) => ({ name, version, dev })),
  )
  return [...new Map(missing.map((one) => [one.name, one])).values()]
}

/** As Node looks for it: in the node_modules of the package itself, then of each folder above. */
function isFound(packages: Lock['packages'], from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (`${folder === '' ? '' : `${folder}/`}node_modules/${name}` in packages) return true
    if (folder === '') return false
  }
}

export function completeLock(lock: Lock): { lock: Lock; added: string[] } {
  const missing = missingFrom(lock)
  const entries = missing.map(({ name, version, dev }): [string, LockEntry] => {
    if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) throw new Error(`${name}@${version}: only exact versions can be completed`)
    const { os, cpu, libc } = platformOf(name)
    // in the order that npm writes them
    const entry = { version, cpu, ...(dev ? { dev } : {}), ...(libc === undefined ? {} : { libc }), optional: true, os }
    return [`node_modules/${name}`, entry]
  })
  const byPath = ([a]: [string, unknown], [b]: [string, unknown]) => a.localeCompare(b, 'en')
  const packages = Object.fromEntries([...Object.entries(lock.packages), ...entries].toSorted(byPath))
  return { lock: { ...lock, packages }, added: missing.map(({ name }) => name) }
}

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32']
const PROCESSORS = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64']
const LIBRARIES: Readonly<Record<string, string>> = { gnu: 'glibc', musl: 'musl' }

/** The platform that a package of binaries carries in its name, as all of them do: `@swc/core-linux-x64-musl`. */
export function platformOf(name: string): { os: string[]; cpu: string[]; libc?: string[] } {
  const words = name.split(/[/-]/)
  const os = SYSTEMS.find((system) => words.includes(system))
  const cpu = PROCESSORS.find((processor) => words.includes(processor))
  if (os === undefined || cpu === undefined) throw new Error(`${name}: its name does not say for which platform it is`)
  const library = LIBRARIES[words.at(-1) ?? '']
  return { os: [os], cpu: [cpu], ...(os === 'linux' && library !== undefined ? { libc: [library] } : {}) }
}

export function checkLockfile({ files, read }: Tree): string[] {
  if (!files.includes('package-lock.json')) return []
  const missing = missingFrom(JSON.parse(read('package-lock.json')) as Lock)
  if (missing.length === 0) return []
  return [
    `package-lock.json: ${missing.length} packages of other platforms are left out (${missing[0]?.name ?? ''} …), so npm ci refuses it. Run: npx node tools/complete-lockfile.ts`,
  ]
}
