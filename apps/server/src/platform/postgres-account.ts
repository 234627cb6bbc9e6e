import { spawnSync } from 'node:child_process'
import { chownSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { StartupProblem } from './startup-problem.ts'

/** A system account that is not root. */
export interface PostgresAccount {
  readonly uid: number
  readonly gid: number
}

const NAME = 'postgres'

/**
 * The account that runs PostgreSQL: null means the one that runs Canut. PostgreSQL refuses to run as root, so for
 * root it is the owner of the files if they exist, else the system account `postgres`, created when missing.
 *
 * @param files folder of the database files, which may not exist yet
 * @throws StartupProblem `data_folder_not_ours`, `database_account_missing`
 */
export function choosePostgresAccount(files: string): PostgresAccount | null {
  const self = process.getuid?.()
  const owner = statSync(files, { throwIfNoEntry: false })
  refuseFilesOfOthers(files)
  if (self !== 0) return null
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return findAccount() ?? createAccount()
}

/** Root may serve the files of any account; everybody else only their own. */
export function refuseFilesOfOthers(files: string): void {
  const self = process.getuid?.()
  const owner = statSync(files, { throwIfNoEntry: false })
  if (self === undefined || self === 0 || owner === undefined || owner.uid === self) return
  throw new StartupProblem('data_folder_not_ours', {
    en: `The database files in ${files} belong to another account (number ${owner.uid}). Start Canut as that account or as root, or choose another folder with CANUT_DATA.`,
    fr: `Les fichiers de la base dans ${files} appartiennent à un autre compte (numéro ${owner.uid}). Lancez Canut avec ce compte ou en root, ou choisissez un autre dossier avec CANUT_DATA.`,
  })
}

/** Gives the folder and everything in it to the account; nothing above it. */
export function giveTo(account: PostgresAccount, folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) chownSync(join(entry.parentPath, entry.name), account.uid, account.gid)
  }
  chownSync(folder, account.uid, account.gid)
}

function findAccount(): PostgresAccount | null {
  const [uid, gid] = [ask('id', ['-u', NAME]), ask('id', ['-g', NAME])]
  return uid.ok && gid.ok ? { uid: Number(uid.output), gid: Number(gid.output) } : null
}

function createAccount(): PostgresAccount {
  // An existing group of that name is no obstacle: useradd then says what is wrong, if anything is.
  ask('groupadd', ['--system', NAME])
  const created = ask('useradd', [
    '--system',
    '--gid',
    NAME,
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/usr/sbin/nologin',
    NAME,
  ])
  const account = findAccount()
  if (account !== null) return account
  throw new StartupProblem('database_account_missing', {
    en: `PostgreSQL refuses to run as root, and the system account "${NAME}" could not be created (${created.output}). Create it, start Canut as an ordinary user, or set DATABASE_URL.`,
    fr: `PostgreSQL refuse de fonctionner en root, et le compte système « ${NAME} » n’a pas pu être créé (${created.output}). Créez-le, lancez Canut avec un compte ordinaire, ou renseignez DATABASE_URL.`,
  })
}

function ask(command: string, args: string[]): { ok: boolean; output: string } {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  return { ok: status === 0, output: error === undefined ? `${stdout}${stderr}`.trim() : error.message }
}
