import { Command } from 'commander'
import { describeLedger, verifyLedger } from '../ledger/index.ts'
import { withDatabase } from './with-database.ts'

const EXIT_PROBLEMS = 2

export function ledgerCommand(): Command {
  const verify = new Command('verify')
    .description('recompute every balance, check every payment and the chain of events; ends with 0 if all is right, 2 if not')
    .option('--json', 'print the report as JSON (amounts are micro-units, as text)')
    .action(async (options: { json?: true }) => {
      const report = await withDatabase(({ db }) =>
        verifyLedger(db, (step, index, steps) => process.stderr.write(`${index}/${steps} ${step}\n`)),
      )
      process.stdout.write(options.json === true ? `${JSON.stringify(report, exactly, 2)}\n` : describeLedger(report))
      if (!report.ok) process.exitCode = EXIT_PROBLEMS
    })
  return new Command('ledger').description('the accounts of this instance').addCommand(verify)
}

function exactly(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
