import { Command } from 'commander'
import { migrate } from '../platform/migrate.ts'
import { catalogue } from '../platform/i18n/index.ts'
import { openDatabaseForCommand } from './instance.ts'
import { commandLocale } from './speak.ts'

const messages = catalogue({
  en: { upToDate: 'The database was up to date already.\n', applied: (names: readonly string[]) => `Applied:\n${lines(names)}` },
  fr: { upToDate: 'La base était déjà à jour.\n', applied: (names) => `Appliquées :\n${lines(names)}` },
})
const lines = (names: readonly string[]) => names.map((name) => `  ${name}\n`).join('')

export function migrateCommand(): Command {
  return new Command('migrate')
    .description('bring the database up to date; canut serve does the same when it starts')
    .option('--json', 'print the migrations applied as JSON')
    .addHelpText(
      'after',
      `
Each migration is one transaction, and is applied once however many processes start together. There is no way back but a
backup. Ends with 0 when the database is up to date, 1 when it is not and why.`,
    )
    .action(async ({ json }: { json?: true }) => {
      const reached = await openDatabaseForCommand()
      try {
        const applied = await migrate(reached.databaseUrl, { log: reached.log })
        const t = messages[commandLocale()]
        if (json === true) process.stdout.write(`${JSON.stringify({ applied }, null, 2)}\n`)
        else process.stdout.write(applied.length === 0 ? t.upToDate : t.applied(applied))
      } finally {
        await reached.close()
      }
    })
}
