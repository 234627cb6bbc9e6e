import { catalogue, formatNumber, plural } from '../platform/i18n/index.ts'

interface Problems {
  readonly problems: readonly string[]
}
interface Version {
  readonly version: string
}
interface Folder {
  readonly folder: string
}
interface Count {
  readonly count: number
}
interface Reason {
  readonly reason: string
}

const list = ({ problems }: Problems) => problems.map((problem) => `\n    - ${problem}`).join('')
const en = (count: number, one: string, other: string) => `${formatNumber(count, 'en')} ${plural('en', count, { one, other })}`
const fr = (count: number, one: string, other: string) => `${formatNumber(count, 'fr')} ${plural('fr', count, { one, other })}`

/** For each check: what was found, and what to do about it where something can be done. */
export const messages = catalogue({
  en: {
    levels: { ok: 'ok', warning: 'warning', problem: 'problem' },
    line: (of: { check: string; found: string }) => `${of.check}: ${of.found}`,
    checks: {
      settings: 'Settings',
      node: 'Node.js',
      address: 'Address',
      data_folder: 'Data folder',
      files: 'File store',
      disk: 'Disk',
      database: 'Database',
      migrations: 'Migrations',
      connections: 'Connections',
      clock: 'Clock',
      jobs: 'Background jobs',
      mail: 'Mail',
      ledger: 'Ledger',
      stewards: 'Stewards',
    },
    summary: (of: { problems: number; warnings: number }) =>
      of.problems === 0 && of.warnings === 0
        ? 'All is well.'
        : `${en(of.problems, 'problem', 'problems')}, ${en(of.warnings, 'warning', 'warnings')}.`,
    settings: {
      ok: 'every setting can be read',
      wrong: { found: (of: Problems) => `some settings cannot be used:${list(of)}`, todo: 'Correct them in the environment of Canut.' },
    },
    node: {
      ok: ({ version }: Version) => version,
      old: {
        found: ({ version }: Version) => `${version} is too old`,
        todo: 'Start Canut with npx canut, which brings the Node.js it needs.',
      },
    },
    address: {
      ok: (of: { publicUrl: string; host: string; port: number }) => `${of.publicUrl}, served on ${of.host} port ${of.port}`,
      inward: {
        found: (of: { publicUrl: string }) => `PUBLIC_URL is ${of.publicUrl}, while HOST lets other machines in`,
        todo: 'Set PUBLIC_URL to the address that people use: links in mails begin with it, and posts from other addresses are refused.',
      },
      proxy: {
        found: (of: { publicUrl: string; host: string }) => `people come through ${of.publicUrl}, and only this machine reaches ${of.host}`,
        todo: 'That is right behind a proxy on this machine; then set TRUST_PROXY=on, or the limit on sign-in attempts takes all visitors for one.',
      },
      clear: {
        found: (of: { publicUrl: string }) => `${of.publicUrl} is not encrypted: passwords can be read on the way`,
        todo: 'Put a proxy with a certificate in front, and set PUBLIC_URL to its https:// address.',
      },
    },
    folder: {
      ok: ({ folder }: Folder) => folder,
      new: ({ folder }: Folder) => `${folder} does not exist yet; the first start makes it`,
      unusable: {
        found: (of: Folder & Reason) => `${of.folder} cannot be read and written by this account (${of.reason})`,
        todo: 'Give it to the account that runs Canut, or choose another folder with CANUT_DATA.',
      },
      open: {
        found: (of: Folder & { mode: string }) =>
          `others on this machine can look into ${of.folder} (${of.mode}): it holds passwords, mail and uploads`,
        todo: 'Close it: chmod 700, on the folder.',
      },
    },
    files: {
      folder: ({ folder }: Folder) => folder,
      bucket: (of: { bucket: string }) => `S3 bucket ${of.bucket}: a file was written, read and removed`,
      failed: {
        found: ({ reason }: Reason) => `a file could not be written, read and removed: ${reason}`,
        todo: 'Check the S3_ settings and the rights of the key.',
      },
    },
    disk: {
      ok: (of: { free: string }) => `${of.free} free`,
      low: {
        found: (of: { free: string }) => `only ${of.free} free`,
        todo: 'Free some space, or move CANUT_DATA to a larger disk: a full disk stops the database.',
      },
    },
    database: {
      ok: (of: Version & { size: string }) => `PostgreSQL ${of.version}, ${of.size}`,
      none: 'there is none yet; the first start makes it',
      old: {
        found: ({ version }: Version) => `PostgreSQL ${version} is too old`,
        todo: 'Canut needs PostgreSQL 15 or newer, and is tested with 18.',
      },
      encoding: {
        found: (of: { encoding: string }) => `its encoding is ${of.encoding}`,
        todo: 'Create the database with encoding UTF8: names in other scripts are lost otherwise.',
      },
    },
    migrations: {
      ok: ({ count }: Count) => `${en(count, 'migration', 'migrations')}, up to date`,
      pending: {
        found: ({ count }: Count) => `${en(count, 'migration', 'migrations')} to apply`,
        todo: 'They are applied at the next start, or by canut migrate. Take a backup first.',
      },
      unlike: {
        found: (of: { names: string }) => `the database has migrations that this version does not have, or has otherwise: ${of.names}`,
        todo: 'Start the version of Canut that this database was last used with, or a newer one.',
      },
    },
    connections: {
      ok: (of: { used: number; max: number }) => `${of.used} of ${of.max} used`,
      few: {
        found: (of: { used: number; max: number; pool: number }) =>
          `${of.used} of ${of.max} used, and each Canut process may take ${of.pool}`,
        todo: 'Lower DATABASE_POOL_SIZE, or raise max_connections of the server.',
      },
    },
    clock: {
      ok: (of: { seconds: number }) => `the database and this machine differ by ${formatNumber(of.seconds, 'en', 2)} s`,
      off: {
        found: (of: { seconds: number }) =>
          `the database and this machine differ by ${formatNumber(of.seconds, 'en', 1)} s: deadlines end too early or too late`,
        todo: 'Let both follow a time server.',
      },
    },
    jobs: {
      ok: (of: { waiting: number; running: number }) => `${of.waiting} waiting, ${of.running} running`,
      failed: {
        found: (of: { queues: string }) => `given up after several tries: ${of.queues}`,
        todo: 'See job_failed in the log for the reasons.',
      },
      behind: {
        found: ({ count }: Count) => `${en(count, 'job', 'jobs')} waiting`,
        todo: 'If this does not fall, check that canut serve runs, or run it on one more machine.',
      },
    },
    mail: {
      ok: (of: { host: string }) => `${of.host} accepts mail from us`,
      folder: {
        found: ({ folder }: Folder) => `mails are written as files to ${folder} and sent to nobody`,
        todo: 'Set SMTP_URL, or people who forget their password are locked out.',
      },
      failed: {
        found: (of: Reason & { host: string }) => `${of.host} does not take mail from us: ${of.reason}`,
        todo: 'Check SMTP_URL, its name and password.',
      },
    },
    ledger: {
      ok: (of: { transfers: number }) => `balanced, about ${en(of.transfers, 'transfer', 'transfers')}`,
      unbalanced: {
        found: (of: { currencies: string }) => `debits and credits differ in ${of.currencies}`,
        todo: 'Run canut ledger verify, which says where, and stop paying until it is understood.',
      },
      negative: {
        found: ({ count }: Count) => `${en(count, 'batch has', 'batches have')} paid more than was reserved`,
        todo: 'Run canut ledger verify, which says where.',
      },
    },
    stewards: {
      ok: ({ count }: Count) => en(count, 'steward', 'stewards'),
      none: { found: 'nobody is a steward', todo: 'Name one: canut steward add --email …' },
    },
  },
  fr: {
    levels: { ok: 'ok', warning: 'attention', problem: 'problème' },
    line: (of) => `${of.check} : ${of.found}`,
    checks: {
      settings: 'Réglages',
      node: 'Node.js',
      address: 'Adresse',
      data_folder: 'Dossier de données',
      files: 'Stockage des fichiers',
      disk: 'Disque',
      database: 'Base de données',
      migrations: 'Migrations',
      connections: 'Connexions',
      clock: 'Horloge',
      jobs: 'Tâches de fond',
      mail: 'Courriel',
      ledger: 'Comptes',
      stewards: 'Intendance',
    },
    summary: (of) =>
      of.problems === 0 && of.warnings === 0
        ? 'Tout va bien.'
        : `${fr(of.problems, 'problème', 'problèmes')}, ${fr(of.warnings, 'point d’attention', 'points d’attention')}.`,
    settings: {
      ok: 'tous les réglages sont lisibles',
      wrong: { found: (of) => `des réglages sont inutilisables :${list(of)}`, todo: 'Corrigez-les dans l’environnement de Canut.' },
    },
    node: {
      ok: ({ version }) => version,
      old: {
        found: ({ version }) => `${version} est trop ancien`,
        todo: 'Lancez Canut avec npx canut, qui apporte le Node.js qu’il lui faut.',
      },
    },
    address: {
      ok: (of) => `${of.publicUrl}, servie sur ${of.host} port ${of.port}`,
      inward: {
        found: (of) => `PUBLIC_URL vaut ${of.publicUrl}, alors que HOST laisse entrer d’autres machines`,
        todo: 'Donnez à PUBLIC_URL l’adresse que les gens utilisent : les liens des courriels commencent par elle, et les envois depuis une autre adresse sont refusés.',
      },
      proxy: {
        found: (of) => `on arrive par ${of.publicUrl}, et seule cette machine atteint ${of.host}`,
        todo: 'C’est juste derrière un serveur mandataire sur cette machine ; réglez alors TRUST_PROXY=on, sinon la limite des essais de connexion prend tous les visiteurs pour un seul.',
      },
      clear: {
        found: (of) => `${of.publicUrl} n’est pas chiffrée : les mots de passe se lisent en chemin`,
        todo: 'Placez devant un serveur mandataire avec un certificat, et donnez à PUBLIC_URL son adresse https://.',
      },
    },
    folder: {
      ok: ({ folder }) => folder,
      new: ({ folder }) => `${folder} n’existe pas encore ; le premier démarrage le crée`,
      unusable: {
        found: (of) => `ce compte ne peut pas lire et écrire ${of.folder} (${of.reason})`,
        todo: 'Donnez-le au compte qui lance Canut, ou choisissez un autre dossier avec CANUT_DATA.',
      },
      open: {
        found: (of) =>
          `d’autres comptes de cette machine peuvent regarder dans ${of.folder} (${of.mode}) : il contient mots de passe, courriels et fichiers`,
        todo: 'Fermez-le : chmod 700, sur le dossier.',
      },
    },
    files: {
      folder: ({ folder }) => folder,
      bucket: (of) => `compartiment S3 ${of.bucket} : un fichier a été écrit, lu et retiré`,
      failed: {
        found: ({ reason }) => `un fichier n’a pas pu être écrit, lu et retiré : ${reason}`,
        todo: 'Vérifiez les réglages S3_ et les droits de la clé.',
      },
    },
    disk: {
      ok: (of) => `${of.free} libres`,
      low: {
        found: (of) => `seulement ${of.free} libres`,
        todo: 'Libérez de la place, ou déplacez CANUT_DATA sur un disque plus grand : un disque plein arrête la base.',
      },
    },
    database: {
      ok: (of) => `PostgreSQL ${of.version}, ${of.size}`,
      none: 'il n’y en a pas encore ; le premier démarrage la crée',
      old: {
        found: ({ version }) => `PostgreSQL ${version} est trop ancien`,
        todo: 'Canut demande PostgreSQL 15 ou plus récent, et est testé avec la version 18.',
      },
      encoding: {
        found: (of) => `son encodage est ${of.encoding}`,
        todo: 'Créez la base avec l’encodage UTF8 : sinon, des noms dans d’autres écritures se perdent.',
      },
    },
    migrations: {
      ok: ({ count }) => `${fr(count, 'migration', 'migrations')}, à jour`,
      pending: {
        found: ({ count }) => `${fr(count, 'migration', 'migrations')} à appliquer`,
        todo: 'Elles le sont au prochain démarrage, ou par canut migrate. Faites d’abord une sauvegarde.',
      },
      unlike: {
        found: (of) => `la base a des migrations que cette version n’a pas, ou pas sous cette forme : ${of.names}`,
        todo: 'Lancez la version de Canut avec laquelle cette base a servi en dernier, ou une plus récente.',
      },
    },
    connections: {
      ok: (of) => `${of.used} sur ${of.max} utilisées`,
      few: {
        found: (of) => `${of.used} sur ${of.max} utilisées, et chaque processus Canut peut en prendre ${of.pool}`,
        todo: 'Baissez DATABASE_POOL_SIZE, ou augmentez max_connections sur le serveur.',
      },
    },
    clock: {
      ok: (of) => `la base et cette machine diffèrent de ${formatNumber(of.seconds, 'fr', 2)} s`,
      off: {
        found: (of) =>
          `la base et cette machine diffèrent de ${formatNumber(of.seconds, 'fr', 1)} s : des délais finissent trop tôt ou trop tard`,
        todo: 'Faites-leur suivre à toutes deux un serveur de temps.',
      },
    },
    jobs: {
      ok: (of) => `${of.waiting} en attente, ${of.running} en cours`,
      failed: {
        found: (of) => `abandonnées après plusieurs essais : ${of.queues}`,
        todo: 'Cherchez job_failed dans le journal pour en voir les raisons.',
      },
      behind: {
        found: ({ count }) => `${fr(count, 'tâche', 'tâches')} en attente`,
        todo: 'Si cela ne baisse pas, vérifiez que canut serve fonctionne, ou lancez-le sur une machine de plus.',
      },
    },
    mail: {
      ok: (of) => `${of.host} accepte nos courriels`,
      folder: {
        found: ({ folder }) => `les courriels sont écrits en fichiers dans ${folder} et n’arrivent à personne`,
        todo: 'Réglez SMTP_URL, sinon qui oublie son mot de passe reste dehors.',
      },
      failed: {
        found: (of) => `${of.host} ne prend pas nos courriels : ${of.reason}`,
        todo: 'Vérifiez SMTP_URL, son nom et son mot de passe.',
      },
    },
    ledger: {
      ok: (of) => `équilibrés, environ ${fr(of.transfers, 'mouvement', 'mouvements')}`,
      unbalanced: {
        found: (of) => `débits et crédits diffèrent en ${of.currencies}`,
        todo: 'Lancez canut ledger verify, qui dit où, et ne payez plus avant d’avoir compris.',
      },
      negative: {
        found: ({ count }) => `${fr(count, 'lot a', 'lots ont')} payé plus que la réserve`,
        todo: 'Lancez canut ledger verify, qui dit où.',
      },
    },
    stewards: {
      ok: ({ count }) => fr(count, 'personne à l’intendance', 'personnes à l’intendance'),
      none: { found: 'personne n’assure l’intendance', todo: 'Nommez quelqu’un : canut steward add --email …' },
    },
  },
})
