import type { Role } from '@canut/domain'
import { catalogue } from '../platform/i18n/index.ts'

const enRoles: Record<Role, string> = {
  anyone: 'anyone',
  person: 'any signed-in person',
  assignee: 'the worker who holds or made the assignment',
  reviewer: 'the organisation’s reviewers',
  manager: 'the organisation’s managers',
  owner: 'the organisation’s owners',
  steward: 'stewards',
}

const frRoles: Record<Role, string> = {
  anyone: 'tout le monde',
  person: 'toute personne connectée',
  assignee: 'la personne qui a ou a fait la tâche',
  reviewer: 'les personnes qui relisent pour l’organisation',
  manager: 'les gestionnaires de l’organisation',
  owner: 'les propriétaires de l’organisation',
  steward: 'l’intendance',
}

export const messages = catalogue({
  en: {
    title: 'API',
    description: 'Every operation of Canut’s HTTP API: what it does, who may call it, what it takes and gives.',
    lead: 'With the API, a program can run projects and batches, do tasks, and read results and statements, as people do on the pages.',
    groupsLabel: 'Groups of operations',
    openapi: 'The same as an OpenAPI 3.1 document',
    basics: {
      title: 'Before you begin',
      authenticate: {
        title: 'Authentication',
        token:
          'Send a personal token in the header Authorization. You make one in your settings, or whoever runs the instance makes it with “npx canut token create --email … --scope …”. A token acts in your name, within its scopes: work (to work), request (to run projects), steward (to run the instance).',
        settings: 'Go to your settings',
      },
      errors: {
        title: 'Errors',
        text: 'A refusal is a problem as in RFC 9457, with the media type application/problem+json. “code” says what was refused and never changes its meaning; “detail” is a sentence in the language of Accept-Language (English or French); “params” holds its figures; “errors” names every place of the request that could not be read.',
        codes: 'All codes, with their HTTP status',
        code: 'Code',
        status: 'Status',
      },
      idempotency: {
        title: 'Sending a request again',
        text: 'A POST may carry the header Idempotency-Key, with up to 200 visible ASCII characters of your choice, new for each request. The same request with the same key is then carried out once: for 48 hours you get its first answer again, with the header “Idempotent-Replay: true”. The same key with another request is refused. Uploads of files take no key; submitting a response can be repeated safely even without one.',
      },
      money: {
        title: 'Money',
        text: 'An amount is a whole number of micro-units in a string, with its currency: {"micros": "50000", "currency": "EUR"} is 0.05 €. One unit is 1,000,000 micro-units. Keep it out of floating-point numbers.',
      },
      ids: {
        title: 'Ids and instants',
        text: 'Ids have a prefix that says what they name, such as bat_ for a batch and asg_ for an assignment. Instants are ISO 8601 in UTC.',
      },
      cursors: {
        title: 'Lists',
        text: 'A list comes in pages and is never cut silently: while “nextCursor” is not null, ask again with it as “cursor”.',
      },
    },
    groups: {
      identity: 'You',
      organisations: 'Organisations',
      projects: 'Projects',
      media: 'Media',
      batches: 'Batches',
      templates: 'Templates of a project',
      chains: 'Chains of steps',
      imports: 'Imports',
      work: 'Work',
      subscriptions: 'Work brought to you',
      exposure: 'Content that may hurt',
      breaks: 'Paid breaks',
      reviews: 'Reviews',
      results: 'Results',
      exports: 'Exports',
      ledger: 'Money',
      steward: 'Stewardship',
      api: 'This description',
    },
    who: 'Who may',
    scope: 'Scope of a token',
    anyScope: 'any',
    noToken: 'tokens are not accepted',
    noTokenNeeded: 'no token needed',
    details: 'Request and answers',
    inPath: 'Path',
    inQuery: 'Query',
    inHeader: 'Headers',
    body: 'Body',
    answer: ({ status }: { status: string }) => `Answer ${status}`,
    roles: enRoles,
  },
  fr: {
    title: 'API',
    description: 'Chaque opération de l’API HTTP de Canut : ce qu’elle fait, qui peut l’appeler, ce qu’elle prend et ce qu’elle donne.',
    lead: 'Avec l’API, un programme peut mener des projets et des lots, faire des tâches, lire des résultats et des relevés, comme les personnes le font sur les pages.',
    groupsLabel: 'Groupes d’opérations',
    openapi: 'La même chose en document OpenAPI 3.1',
    basics: {
      title: 'Avant de commencer',
      authenticate: {
        title: 'Authentification',
        token:
          'Envoyez un jeton personnel dans l’en-tête Authorization. Vous en créez un dans vos réglages, ou la personne qui fait fonctionner l’instance le crée avec « npx canut token create --email … --scope … ». Un jeton agit en votre nom, dans ses limites : work (travailler), request (mener des projets), steward (faire fonctionner l’instance).',
        settings: 'Aller à vos réglages',
      },
      errors: {
        title: 'Erreurs',
        text: 'Un refus est un problème au sens de la RFC 9457, de type application/problem+json. « code » dit ce qui est refusé et ne change jamais de sens ; « detail » est une phrase dans la langue d’Accept-Language (anglais ou français) ; « params » contient ses chiffres ; « errors » nomme chaque endroit de la requête qui n’a pas pu être lu.',
        codes: 'Tous les codes, avec leur statut HTTP',
        code: 'Code',
        status: 'Statut',
      },
      idempotency: {
        title: 'Envoyer une requête de nouveau',
        text: 'Un POST peut porter l’en-tête Idempotency-Key, avec au plus 200 caractères ASCII visibles de votre choix, nouveaux à chaque requête. La même requête avec la même clé n’est alors exécutée qu’une fois : pendant 48 heures, vous recevez de nouveau sa première réponse, avec l’en-tête « Idempotent-Replay: true ». La même clé avec une autre requête est refusée. Les envois de fichiers ne prennent pas de clé ; envoyer une réponse peut être répété sans risque même sans clé.',
      },
      money: {
        title: 'Argent',
        text: 'Un montant est un nombre entier de micro-unités dans une chaîne, avec sa devise : {"micros": "50000", "currency": "EUR"} vaut 0,05 €. Une unité fait 1 000 000 de micro-unités. Ne le mettez pas dans un nombre à virgule flottante.',
      },
      ids: {
        title: 'Identifiants et instants',
        text: 'Les identifiants ont un préfixe qui dit ce qu’ils nomment, comme bat_ pour un lot et asg_ pour une tâche confiée. Les instants sont en ISO 8601, en UTC.',
      },
      cursors: {
        title: 'Listes',
        text: 'Une liste arrive par pages et n’est jamais coupée sans le dire : tant que « nextCursor » n’est pas null, redemandez avec lui comme « cursor ».',
      },
    },
    groups: {
      identity: 'Vous',
      organisations: 'Organisations',
      projects: 'Projets',
      media: 'Médias',
      batches: 'Lots',
      templates: 'Modèles d’un projet',
      chains: 'Chaînes d’étapes',
      imports: 'Imports',
      work: 'Travail',
      subscriptions: 'Travail apporté',
      exposure: 'Contenus qui peuvent heurter',
      breaks: 'Pauses payées',
      reviews: 'Relecture',
      results: 'Résultats',
      exports: 'Exports',
      ledger: 'Argent',
      steward: 'Intendance',
      api: 'Cette description',
    },
    who: 'Qui peut',
    scope: 'Portée du jeton',
    anyScope: 'n’importe laquelle',
    noToken: 'les jetons ne sont pas acceptés',
    noTokenNeeded: 'aucun jeton nécessaire',
    details: 'Requête et réponses',
    inPath: 'Chemin',
    inQuery: 'Paramètres',
    inHeader: 'En-têtes',
    body: 'Corps',
    answer: ({ status }) => `Réponse ${status}`,
    roles: frRoles,
  },
})

export type GroupName = keyof (typeof messages)['en']['groups']
