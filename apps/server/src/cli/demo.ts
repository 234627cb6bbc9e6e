import { Command } from 'commander'
import { DEMO_PASSWORD, isEmptyInstance, loadDemo, REQUESTER, REVIEWER, STEWARD, WORKER } from '../demo/index.ts'
import { addBackgroundWork, openServices } from '../main.ts'
import { createLog } from '../platform/log.ts'
import { StartupProblem } from '../platform/startup-problem.ts'
import type { Services } from '../platform/services.ts'
import { openDatabaseForCommand } from './instance.ts'

export function demoCommand(): Command {
  return new Command('demo')
    .description('load the demonstration co-operative into an empty instance')
    .option('--json', 'print the sign-ins as JSON')
    .action(async (options: { json?: true }) => {
      const reached = await openDatabaseForCommand()
      try {
        const { services, close } = openServices(reached.config, reached.databaseUrl, { log: createLog({ logLevel: 'warn' }) })
        addBackgroundWork(services)
        await services.jobs.start()
        try {
          if (!(await loadDemoIfEmpty(services))) {
            throw new StartupProblem('instance_not_empty', {
              en: 'The demonstration is only loaded into an empty instance, and this one has people already. Choose another folder: CANUT_DATA=… npx canut demo',
              fr: 'La démonstration ne se charge que dans une instance vide, et celle-ci a déjà des personnes. Choisissez un autre dossier : CANUT_DATA=… npx canut demo',
            })
          }
        } finally {
          await services.jobs.stop()
          await close()
        }
      } finally {
        await reached.close()
      }
      process.stdout.write(options.json === true ? `${JSON.stringify(signIns())}\n` : signInsText())
    })
}

/** False when somebody is here already: then nothing is touched. Jobs must have been started. */
export async function loadDemoIfEmpty(services: Services): Promise<boolean> {
  if (!(await isEmptyInstance(services.db))) return false
  process.stderr.write('Loading the demonstration co-operative …')
  await loadDemo(services, (step) => process.stderr.write(` ${step}`))
  process.stderr.write(' done.\n')
  return true
}

function signIns() {
  return {
    password: DEMO_PASSWORD,
    worker: WORKER.email,
    requester: REQUESTER.email,
    reviewer: REVIEWER.email,
    steward: STEWARD.email,
  }
}

export function signInsText(): string {
  const { password, ...people } = signIns()
  const lines = Object.entries(people).map(([role, email]) => `  ${role.padEnd(10)} ${email}`)
  return `Demo sign-ins (password of all: ${password}):\n${lines.join('\n')}\n`
}
