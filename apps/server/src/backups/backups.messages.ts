import { catalogue, formatInstant, formatNumber, plural, type Locale } from '../platform/i18n/index.ts'

interface Written {
  readonly path: string
  readonly size: string
  readonly tables: number
  readonly rows: number
  readonly files: number
  readonly fileBytes: string
  readonly jobs: number
  readonly seconds: number
}
interface Restored {
  readonly createdAt: string
  readonly version: string
  readonly rows: number
  readonly files: number
  readonly jobs: number
  readonly migrated: readonly string[]
  readonly seconds: number
}
interface Whole {
  readonly createdAt: string
  readonly version: string
  readonly rows: number
  readonly files: number
  readonly jobs: number
}
interface Missing {
  readonly count: number
  readonly keys: readonly string[]
}
interface Speed {
  readonly done: string
  readonly total: string | null
  readonly speed: string
}

const count = (locale: Locale, value: number, one: string, other: string) =>
  `${formatNumber(value, locale)} ${plural(locale, value, { one, other })}`
const en = (value: number, one: string, other = `${one}s`) => count('en', value, one, other)
const fr = (value: number, one: string, other = `${one}s`) => count('fr', value, one, other)
const list = ({ count: total, keys }: Missing) => keys.map((key) => `  ${key}\n`).join('') + (total > keys.length ? '  …\n' : '')

export const messages = catalogue({
  en: {
    copying: (of: { rows: number; estimated: number; files: number; bytes: string; speed: string }) =>
      `${en(of.rows, 'row')} of about ${formatNumber(Math.max(of.estimated, of.rows), 'en')}, ${en(of.files, 'file')}, ${of.bytes}, ${of.speed}/s`,
    checking: (of: Speed) => `Checking the file: ${of.done}, ${of.speed}/s`,
    loading: (of: Speed) => `Loading: ${of.done} of ${of.total ?? '?'}, ${of.speed}/s`,
    constraints: 'Checking what was loaded against the rules of the database …',
    migrating: 'Bringing the database up to date …',
    checkingLedger: 'Verifying the ledger …',
    written: (of: Written) =>
      `Backup written: ${of.path} (${of.size}, ${formatNumber(of.seconds, 'en', 1)} s)\n` +
      `  ${en(of.tables, 'table')}, ${en(of.rows, 'row')}; ${en(of.files, 'stored file')} (${of.fileBytes}); ${en(of.jobs, 'job')} still to be done\n` +
      'It holds personal data, and nothing in it is encrypted: keep it where only stewards can read it.\n',
    missing: (of: Missing) =>
      `${en(of.count, 'file')} that the database names ${of.count === 1 ? 'is' : 'are'} not in the file store, and so not in the backup:\n${list(of)}`,
    wasMissing: (of: { count: number }) =>
      `${en(of.count, 'stored file')} ${of.count === 1 ? 'was' : 'were'} missing already when the backup was made.\n`,
    whole: (of: Whole) =>
      `The file is whole: the instance as it was on ${formatInstant(new Date(of.createdAt), 'en')} (Canut ${of.version})\n` +
      `  ${en(of.rows, 'row')}, ${en(of.files, 'stored file')}, ${en(of.jobs, 'job')} still to be done. Nothing was changed.\n`,
    restored: (of: Restored) =>
      `Restored: the instance as it was on ${formatInstant(new Date(of.createdAt), 'en')} (Canut ${of.version}), ${formatNumber(of.seconds, 'en', 1)} s\n` +
      `  ${en(of.rows, 'row')}, ${en(of.files, 'stored file')}, ${en(of.jobs, 'job')} to do again\n` +
      (of.migrated.length === 0 ? '' : `  Then brought up to date: ${of.migrated.join(', ')}\n`) +
      'People sign in again, unless the secret of the old instance was copied too (see docs/operate/back-up-and-restore.md).\n',
  },
  fr: {
    copying: (of) =>
      `${fr(of.rows, 'ligne')} sur environ ${formatNumber(Math.max(of.estimated, of.rows), 'fr')}, ${fr(of.files, 'fichier')}, ${of.bytes}, ${of.speed}/s`,
    checking: (of) => `Vérification du fichier : ${of.done}, ${of.speed}/s`,
    loading: (of) => `Chargement : ${of.done} sur ${of.total ?? '?'}, ${of.speed}/s`,
    constraints: 'Vérification de ce qui a été chargé selon les règles de la base…',
    migrating: 'Mise à jour de la base…',
    checkingLedger: 'Vérification des comptes…',
    written: (of) =>
      `Sauvegarde écrite : ${of.path} (${of.size}, ${formatNumber(of.seconds, 'fr', 1)} s)\n` +
      `  ${fr(of.tables, 'table')}, ${fr(of.rows, 'ligne')} ; ${fr(of.files, 'fichier')} (${of.fileBytes}) ; ${fr(of.jobs, 'tâche')} de fond encore à faire\n` +
      'Elle contient des données personnelles et rien n’y est chiffré : gardez-la là où seules les personnes qui administrent peuvent la lire.\n',
    missing: (of) =>
      `${fr(of.count, 'fichier')} que la base nomme ${of.count < 2 ? 'manque' : 'manquent'} dans le stockage, et donc dans la sauvegarde :\n${list(of)}`,
    wasMissing: (of) =>
      `${fr(of.count, 'fichier')} ${of.count < 2 ? 'manquait' : 'manquaient'} déjà dans le stockage quand la sauvegarde a été faite.\n`,
    whole: (of) =>
      `Le fichier est entier : l’instance telle qu’elle était le ${formatInstant(new Date(of.createdAt), 'fr')} (Canut ${of.version})\n` +
      `  ${fr(of.rows, 'ligne')}, ${fr(of.files, 'fichier')}, ${fr(of.jobs, 'tâche')} de fond encore à faire. Rien n’a été changé.\n`,
    restored: (of) =>
      `Restauré : l’instance telle qu’elle était le ${formatInstant(new Date(of.createdAt), 'fr')} (Canut ${of.version}), ${formatNumber(of.seconds, 'fr', 1)} s\n` +
      `  ${fr(of.rows, 'ligne')}, ${fr(of.files, 'fichier')}, ${fr(of.jobs, 'tâche')} de fond à refaire\n` +
      (of.migrated.length === 0 ? '' : `  Puis mis à jour : ${of.migrated.join(', ')}\n`) +
      'Chaque personne se reconnecte, sauf si le secret de l’ancienne instance a aussi été copié (voir docs/operate/back-up-and-restore.md).\n',
  },
})
