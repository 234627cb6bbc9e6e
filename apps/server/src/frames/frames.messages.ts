import { catalogue } from '../platform/i18n/index.ts'

const en = {
  title: 'Sites that templates may load from',
  of: ({ organisation }: { organisation: string }) => `Sites that templates of ${organisation} may load from`,
  why: 'Pages of templates load scripts and files from this instance only. A steward may allow other sites here. Each of them learns the address of every worker who opens such a task, and a script from there could carry answers away.',
  ours: 'jQuery 3.6.0, D3 6, node-uuid 1.4.8 and Draggable 1.0.0-beta.8 are served from here already, whichever address a template names.',
  none: 'No other site is allowed.',
  host: 'Host name',
  hostHint: 'Such as cdn.example.org, without a path.',
  notAHost: ({ typed }: { typed: string }) => `“${typed}” is not a host name. Write it as in cdn.example.org: no path, no star, no port.`,
  tooMany: ({ max }: { max: string }) => `${max} sites are allowed already. Take one away first.`,
  allow: 'Allow',
  forbid: 'Take away',
  since: 'Allowed since',
  action: 'Action',
  done: { allowed: 'The site is allowed.', forbidden: 'The site is no longer allowed.' },
}

export const messages = catalogue({
  en,
  fr: {
    title: 'Sites depuis lesquels les modèles peuvent charger',
    of: ({ organisation }) => `Sites depuis lesquels les modèles de ${organisation} peuvent charger`,
    why: 'Les pages des modèles ne chargent des scripts et des fichiers que depuis cette instance. L’intendance peut permettre d’autres sites ici. Chacun d’eux apprend l’adresse de chaque personne qui ouvre une telle tâche, et un script venu de là pourrait emporter des réponses.',
    ours: 'jQuery 3.6.0, D3 6, node-uuid 1.4.8 et Draggable 1.0.0-beta.8 sont déjà servis d’ici, quelle que soit l’adresse qu’un modèle indique.',
    none: 'Aucun autre site n’est permis.',
    host: 'Nom d’hôte',
    hostHint: 'Par exemple cdn.example.org, sans chemin.',
    notAHost: ({ typed }) =>
      `« ${typed} » n’est pas un nom d’hôte. Écrivez-le comme cdn.example.org : sans chemin, sans étoile, sans port.`,
    tooMany: ({ max }) => `${max} sites sont déjà permis. Retirez-en un d’abord.`,
    allow: 'Permettre',
    forbid: 'Retirer',
    since: 'Permis depuis',
    action: 'Action',
    done: { allowed: 'Le site est permis.', forbidden: 'Le site n’est plus permis.' },
  },
})
