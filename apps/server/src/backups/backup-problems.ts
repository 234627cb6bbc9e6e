import { StartupProblem, type Sentences } from '../platform/startup-problem.ts'

/** A backup that cannot be trusted or read, said in a sentence; nothing was restored from it. */
function notUsable(file: string, why: Sentences, options?: ErrorOptions): StartupProblem {
  return new StartupProblem(
    'backup_not_usable',
    {
      en: `${file} cannot be restored: ${why.en} Nothing was changed.`,
      fr: `${file} ne peut pas être restauré : ${why.fr} Rien n’a été modifié.`,
    },
    options,
  )
}

export const notABackup = (file: string, cause?: unknown) =>
  notUsable(file, { en: 'it is not a backup made by Canut.', fr: 'ce n’est pas une sauvegarde faite par Canut.' }, { cause })

export const noSuchFile = (file: string, cause: unknown) =>
  notUsable(file, { en: 'there is no such file.', fr: 'ce fichier n’existe pas.' }, { cause })

export const mayNotRead = (file: string, cause: unknown) =>
  notUsable(file, { en: 'this account may not read it.', fr: 'ce compte n’a pas le droit de le lire.' }, { cause })

export const cutShort = (file: string, cause?: unknown) =>
  notUsable(
    file,
    {
      en: 'it ends too early, as after an interrupted copy. Copy it again from where it was made, or take another backup.',
      fr: 'il s’arrête trop tôt, comme après une copie interrompue. Copiez-le de nouveau depuis son origine, ou prenez une autre sauvegarde.',
    },
    { cause },
  )

export const altered = (file: string, what: string, cause?: unknown) =>
  notUsable(
    file,
    {
      en: `${what} differs from what was saved: the file was damaged or changed. Copy it again from where it was made, or take another backup.`,
      fr: `${what} diffère de ce qui a été sauvegardé : le fichier a été abîmé ou modifié. Copiez-le de nouveau depuis son origine, ou prenez une autre sauvegarde.`,
    },
    { cause },
  )

export function madeByNewer(file: string, version: string, migrations: readonly string[]): StartupProblem {
  const list = migrations.join(', ')
  return new StartupProblem('backup_newer', {
    en: `${file} was made by a newer Canut (${version}), with migrations that this version does not know: ${list}. Restore it with version ${version} or newer. Nothing was changed.`,
    fr: `${file} a été fait par un Canut plus récent (${version}), avec des migrations que cette version ne connaît pas : ${list}. Restaurez-le avec la version ${version} ou une plus récente. Rien n’a été modifié.`,
  })
}

export const otherMigrations = (file: string, version: string, migrations: readonly string[]) =>
  notUsable(file, {
    en: `it was made by another build of Canut ${version}, whose database is set up differently (${migrations.join(', ')}). Restore it with the build that made it.`,
    fr: `il a été fait par une autre construction de Canut ${version}, dont la base est organisée autrement (${migrations.join(', ')}). Restaurez-le avec celle qui l’a fait.`,
  })

export function instanceNotEmpty(tables: readonly string[]): StartupProblem {
  const shown = tables.slice(0, 8).join(', ') + (tables.length > 8 ? ' …' : '')
  return new StartupProblem('instance_not_empty', {
    en: `A backup is restored only into an empty instance, and this one has data (tables ${shown}). Choose a new folder with CANUT_DATA, or an empty database with DATABASE_URL. Nothing was changed.`,
    fr: `Une sauvegarde ne se restaure que dans une instance vide, et celle-ci contient des données (tables ${shown}). Choisissez un nouveau dossier avec CANUT_DATA, ou une base vide avec DATABASE_URL. Rien n’a été modifié.`,
  })
}

export function databaseAhead(file: string, last: string): StartupProblem {
  return new StartupProblem('instance_not_empty', {
    en: `The database is empty but already set up for a newer Canut than the one that made ${file} (last migration of the backup: ${last}). Choose a new folder with CANUT_DATA, or a database without any table; the restore sets it up, and then brings it up to date. Nothing was changed.`,
    fr: `La base est vide mais déjà organisée pour un Canut plus récent que celui qui a fait ${file} (dernière migration de la sauvegarde : ${last}). Choisissez un nouveau dossier avec CANUT_DATA, ou une base sans aucune table ; la restauration l’organise, puis la met à jour. Rien n’a été modifié.`,
  })
}

export function instanceRunning(): StartupProblem {
  return new StartupProblem('instance_running', {
    en: 'A Canut is running on this database. Stop it, restore, and start it again. Nothing was changed.',
    fr: 'Un Canut fonctionne sur cette base. Arrêtez-le, restaurez, puis relancez-le. Rien n’a été modifié.',
  })
}

export function notWritten(path: string, reason: Sentences, options?: ErrorOptions): StartupProblem {
  return new StartupProblem(
    'backup_not_written',
    { en: `The backup ${path} was not written: ${reason.en}`, fr: `La sauvegarde ${path} n’a pas été écrite : ${reason.fr}` },
    options,
  )
}
