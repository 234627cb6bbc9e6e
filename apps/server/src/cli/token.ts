import { SCOPES, type Scope } from '@canut/domain'
import { Command, InvalidArgumentError } from 'commander'
import { createToken, endOfDay, findPersonByEmail, listTokens, revokeToken } from '../identity/index.ts'
import type { Database } from '../platform/db/database.ts'
import type { Person } from '../platform/http/env.ts'
import { parsePublicId, publicId } from '../platform/ids.ts'
import { StartupProblem } from '../platform/startup-problem.ts'
import { withDatabase } from './with-database.ts'

interface CreateOptions {
  email: string
  scope: Scope[]
  name: string
  expires?: string
  json?: true
}

export function tokenCommand(): Command {
  return new Command('token')
    .description('personal tokens, with which programs act in the name of a person')
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(revokeCommand())
}

function createCommand(): Command {
  return new Command('create')
    .description('make a token; it is printed once, on standard output')
    .requiredOption('--email <address>', 'the address that the person signs in with')
    .requiredOption('--scope <scope>', `what it is for, ${SCOPES.join(', ')}; repeat the option for several`, addScope)
    .option('--name <name>', 'to recognise it by', 'made on the command line')
    .option('--expires <day>', 'last day on which it works (UTC), such as 2027-12-31', parseDay)
    .option('--json', 'print the token and its id as JSON')
    .action(async ({ email, scope, name, expires, json }: CreateOptions) => {
      const made = await withDatabase(async (services) => {
        const person = await personOrRefusal(services.db, email)
        return createToken(services, {
          personId: person.id,
          name,
          scopes: scope,
          expiresAt: expires === undefined ? null : endOfDay(expires),
        })
      })
      if (!made.ok) throw refusalOf(made.error.kind, email, expires)
      const { token, id } = made.value
      process.stdout.write(json === true ? `${JSON.stringify({ token, id: publicId('tok', id) })}\n` : `${token}\n`)
    })
}

function listCommand(): Command {
  return new Command('list')
    .description('the tokens of a person that work')
    .requiredOption('--email <address>', 'the address that the person signs in with')
    .option('--json', 'print them as JSON')
    .action(async ({ email, json }: { email: string; json?: true }) => {
      const tokens = await withDatabase(async ({ db, now }) => listTokens(db, (await personOrRefusal(db, email)).id, now()))
      const views = tokens.map(({ id, ...token }) => ({ id: publicId('tok', id), ...token }))
      const lines = views.map(
        ({ id, name, scopes, lastUsedAt, expiresAt }) =>
          `${id}  ${scopes.join(',')}  last use ${lastUsedAt?.toISOString() ?? 'never'}  until ${expiresAt?.toISOString() ?? 'revoked'}  ${name}\n`,
      )
      process.stdout.write(json === true ? `${JSON.stringify(views, null, 2)}\n` : lines.join('') || `${email} has no tokens.\n`)
    })
}

function revokeCommand(): Command {
  return new Command('revoke')
    .description('end a token at once')
    .argument('<id>', 'its id, as printed by `canut token list`')
    .option('--json', 'print the id as JSON')
    .action(async (text: string, { json }: { json?: true }) => {
      const id = parsePublicId('tok', text)
      const revoked = id !== null && (await withDatabase(({ db, now }) => revokeToken(db, id, { personId: null, at: now() })))
      if (!revoked) {
        throw new StartupProblem('token_unknown', {
          en: `There is no token ${text} that works: it never existed, or is revoked already. See: canut token list --email …`,
          fr: `Aucun jeton ${text} ne fonctionne : il n’a jamais existé, ou est déjà révoqué. Voir : canut token list --email …`,
        })
      }
      process.stdout.write(json === true ? `${JSON.stringify({ id: text, revoked: true })}\n` : `${text} is revoked.\n`)
    })
}

function addScope(text: string, before: Scope[] | undefined): Scope[] {
  const scope = SCOPES.find((known) => known === text)
  if (scope === undefined) throw new InvalidArgumentError(`It is one of ${SCOPES.join(', ')}.`)
  return [...(before ?? []), scope]
}

function parseDay(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(`${text}T00:00:00Z`)))
    throw new InvalidArgumentError('Write a day as year, month and day: 2027-12-31.')
  return text
}

async function personOrRefusal(db: Database, email: string): Promise<Person> {
  const person = await findPersonByEmail(db, email)
  if (person !== null) return person
  throw new StartupProblem('person_unknown', {
    en: `Nobody has signed up with ${email}. The person first signs up on the site.`,
    fr: `Personne ne s’est inscrit avec ${email}. La personne s’inscrit d’abord sur le site.`,
  })
}

function refusalOf(kind: 'token_scope_not_yours' | 'token_expiry_past', email: string, expires = ''): StartupProblem {
  if (kind === 'token_expiry_past') {
    return new StartupProblem(kind, {
      en: `The last day ${expires} is over. Choose a later one.`,
      fr: `Le dernier jour ${expires} est passé. Choisissez-en un plus tard.`,
    })
  }
  return new StartupProblem(kind, {
    en: `${email} is not a steward, so no token of theirs can run the instance. See: canut steward add --email …`,
    fr: `${email} n’est pas de l’intendance : ses jetons ne peuvent pas faire fonctionner l’instance. Voir : canut steward add --email …`,
  })
}
