import { Command } from 'commander'
import { StartupProblem } from '../platform/startup-problem.ts'
import { changeSteward, listStewards } from '../steward/index.ts'
import { withDatabase } from './with-database.ts'

export function stewardCommand(): Command {
  const add = new Command('add')
    .description('make a person who has an account a steward')
    .requiredOption('--email <address>', 'the address that the person signs in with')
    .action(({ email }: { email: string }) => change(email, true))
  const remove = new Command('remove')
    .description('take stewardship back')
    .requiredOption('--email <address>', 'the address that the person signs in with')
    .action(({ email }: { email: string }) => change(email, false))
  const list = new Command('list')
    .description('who the stewards are')
    .option('--json', 'print them as JSON')
    .action(async (options: { json?: true }) => {
      const stewards = await withDatabase(({ db }) => listStewards(db))
      const lines = stewards.map(({ name, email }) => `${email}  ${name}\n`).join('')
      process.stdout.write(
        options.json === true ? `${JSON.stringify(stewards, null, 2)}\n` : lines || 'Nobody yet: canut steward add --email …\n',
      )
    })
  return new Command('steward').description('who runs this instance').addCommand(add).addCommand(remove).addCommand(list)
}

async function change(email: string, isSteward: boolean): Promise<void> {
  const outcome = await withDatabase((services) => changeSteward(services, { email, isSteward, by: null }))
  if (outcome === 'unknown') {
    throw new StartupProblem('person_unknown', {
      en: `Nobody has signed up with ${email}. The person first signs up on the site, then becomes a steward.`,
      fr: `Personne ne s’est inscrit avec ${email}. La personne s’inscrit d’abord sur le site, puis devient intendante.`,
    })
  }
  const verb = isSteward ? 'a steward' : 'no longer a steward'
  process.stdout.write(outcome === 'changed' ? `${email} is ${verb}.\n` : `${email} was ${verb} already; nothing has changed.\n`)
}
