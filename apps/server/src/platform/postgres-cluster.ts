import { spawn, spawnSync, type SpawnOptions } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { choosePostgresAccount, giveTo, type PostgresAccount } from './postgres-account.ts'
import { copyPostgresBinaries, findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts'
import { StartupProblem } from './startup-problem.ts'

export const SUPERUSER = 'canut'

/** Database files that are ready to be served: where they are, and which program may serve them as whom. */
export interface PostgresCluster {
  readonly files: string
  /** How PostgreSQL itself names `files`; see `nameForPostgres`. */
  readonly filesArgument: string
  readonly password: string
  readonly binaries: PostgresBinaries
  readonly spawnOptions: SpawnOptions
}

export function clusterPaths(dataDir: string) {
  const folder = resolve(dataDir)
  return { files: join(folder, 'pgdata'), password: join(folder, 'postgres-password'), log: join(folder, 'postgres.log') }
}

/**
 * Appears in the command line of the server, so that nobody mistakes another PostgreSQL for the one of these files.
 * By the folder itself and not by its path: a renamed folder or a symbolic link still finds its server, a copy does not.
 */
export function clusterName(files: string): string {
  const { dev, ino } = statSync(files, { bigint: true })
  return `canut-${dev}-${ino}.`
}

/**
 * Creates the database files on the first start, and checks them on the later ones.
 *
 * @param durable false skips waiting for the disk: only for data that are thrown away
 */
export async function openCluster(dataDir: string, durable: boolean): Promise<PostgresCluster> {
  const paths = clusterPaths(dataDir)
  const found = findPostgresBinaries()
  refuseOtherMajor(paths.files, found.version)

  const account = choosePostgresAccount(paths.files)
  const binaries = account === null || mayRun(found, account) ? found : copyPostgresBinaries(found)
  const password = keepPassword(paths.password, account)
  if (!existsSync(paths.files)) await createFiles({ ...paths, passwordFile: paths.password, account, binaries, durable })
  if (account !== null) giveTo(account, paths.files)
  return {
    files: paths.files,
    filesArgument: nameForPostgres(paths.files, account),
    password,
    binaries,
    spawnOptions: optionsFor(account, paths.files),
  }
}

interface FilesToCreate {
  files: string
  passwordFile: string
  account: PostgresAccount | null
  binaries: PostgresBinaries
  durable: boolean
}

/** Under another name until complete: an interrupted first start leaves nothing that looks like a database. */
async function createFiles({ files, passwordFile, account, binaries, durable }: FilesToCreate): Promise<void> {
  const unfinished = `${files}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { mode: 0o700 })
  if (account !== null) giveTo(account, unfinished)

  const passwordDescriptor = openSync(passwordFile, 'r')
  const args = [
    '-D',
    nameForPostgres(unfinished, account),
    '-U',
    SUPERUSER,
    '--auth=scram-sha-256',
    '--pwfile=/dev/fd/3',
    '--encoding=UTF8',
  ]
  // The builtin provider sorts alike on every operating system, so files and indexes survive an upgrade of its libc.
  args.push('--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', ...(durable ? [] : ['--no-sync']))
  const result = await runToEnd(binaries.initdb, args, {
    ...optionsFor(account, unfinished),
    stdio: ['ignore', 'pipe', 'pipe', passwordDescriptor],
  })
  closeSync(passwordDescriptor)
  if (result.code !== 0) throw notCreated(files, result.output)
  renameSync(unfinished, files)
}

/**
 * As root on Linux the files are named through the server's own working folder. Its account then needs no access
 * to the folders above, which may be closed to everybody but root, as root's home is.
 */
function nameForPostgres(files: string, account: PostgresAccount | null): string {
  if (account === null) return files
  if (process.platform === 'linux') return '/proc/self/cwd'
  if (spawnSync('/bin/ls', [files], optionsFor(account, '/')).status === 0 || !existsSync(files)) return files
  throw new StartupProblem('database_not_created', {
    en: `PostgreSQL does not run as root, and the account it runs as (number ${account.uid}) has no access to ${files}. Choose a folder that it can reach with CANUT_DATA, or start Canut as an ordinary user.`,
    fr: `PostgreSQL ne fonctionne pas en root, et le compte qui le fait fonctionner (numéro ${account.uid}) n’a pas accès à ${files}. Choisissez avec CANUT_DATA un dossier qu’il peut atteindre, ou lancez Canut avec un compte ordinaire.`,
  })
}

/** Its own environment: PostgreSQL has no use for the secrets in ours. */
function optionsFor(account: PostgresAccount | null, cwd: string): SpawnOptions {
  const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
  return { cwd, env, ...(account === null ? {} : { uid: account.uid, gid: account.gid }) }
}

function mayRun(binaries: PostgresBinaries, account: PostgresAccount): boolean {
  return spawnSync(binaries.postgres, ['--version'], { ...optionsFor(account, '/'), stdio: 'ignore' }).status === 0
}

/** The password of the superuser: made once, readable only by the account that runs PostgreSQL (and root). */
function keepPassword(file: string, account: PostgresAccount | null): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  if (account !== null) chownSync(file, account.uid, account.gid)
  return readFileSync(file, 'utf8').trim()
}

function refuseOtherMajor(files: string, version: string): void {
  const file = join(files, 'PG_VERSION')
  if (!existsSync(file)) return
  const [made, ours] = [Number.parseInt(readFileSync(file, 'utf8'), 10), Number.parseInt(version, 10)]
  if (made === ours) return
  throw new StartupProblem('database_files_other_major', {
    en: `The database files in ${files} were made by PostgreSQL ${made}, and this Canut brings PostgreSQL ${ours}. Start the Canut that made them, write a backup with it, and restore that backup into a new folder.`,
    fr: `Les fichiers de la base dans ${files} ont été créés par PostgreSQL ${made}, et ce Canut apporte PostgreSQL ${ours}. Lancez le Canut qui les a créés, faites-en une sauvegarde, puis restaurez-la dans un nouveau dossier.`,
  })
}

function notCreated(files: string, output: string): StartupProblem {
  const reason = output.trim().split('\n').slice(-6).join('\n')
  return new StartupProblem('database_not_created', {
    en: `The database files in ${files} could not be created. PostgreSQL says:\n${reason}`,
    fr: `Les fichiers de la base dans ${files} n’ont pas pu être créés. PostgreSQL dit :\n${reason}`,
  })
}

function runToEnd(command: string, args: string[], options: SpawnOptions): Promise<{ code: number | null; output: string }> {
  return new Promise((resolveEnd) => {
    const child = spawn(command, args, options)
    let output = ''
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', (error) => resolveEnd({ code: null, output: error.message }))
    child.on('close', (code) => resolveEnd({ code, output }))
  })
}
