import { Command } from 'commander'
import { aggregateCommand } from './aggregate.ts'
import { backupCommand } from './backup.ts'
import { canutVersion } from '../platform/version.ts'
import { demoCommand } from './demo.ts'
import { exportCommand } from './export.ts'
import { ledgerCommand } from './ledger.ts'
import { doctorCommand } from './doctor.ts'
import { migrateCommand } from './migrate.ts'
import { replayCommand } from './replay.ts'
import { restoreCommand } from './restore.ts'
import { serveCommand } from './serve.ts'
import { stewardCommand } from './steward.ts'
import { tokenCommand } from './token.ts'

/** `canut …`: one file per command. */
export function commandLine(): Command {
  return new Command('canut')
    .description('A micro-work platform owned by the people who work on it')
    .version(canutVersion)
    .addCommand(serveCommand())
    .addCommand(demoCommand())
    .addCommand(migrateCommand())
    .addCommand(backupCommand())
    .addCommand(restoreCommand())
    .addCommand(doctorCommand())
    .addCommand(exportCommand())
    .addCommand(replayCommand())
    .addCommand(aggregateCommand())
    .addCommand(ledgerCommand())
    .addCommand(stewardCommand())
    .addCommand(tokenCommand())
}
