import { serve } from '@hono/node-server'
import { Command } from 'commander'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { addBackgroundWork, createApp, openServices } from '../main.ts'
import { StartupProblem } from '../platform/startup-problem.ts'
import { loadDemoIfEmpty, signInsText } from './demo.ts'
import { openInstance } from './instance.ts'

const DRAIN_MS = 20_000

export function serveCommand(): Command {
  return new Command('serve').description('start the instance and serve it until Ctrl-C').action(async () => {
    const instance = await openInstance()
    const { config } = instance
    const { services, close } = openServices(config, instance.databaseUrl, { log: instance.log })
    const app = createApp(services, instance.secret)
    addBackgroundWork(services)
    await services.jobs.start()
    const demo = config.demo && (await loadDemoIfEmpty(services))
    const server = serve({ fetch: app.fetch, hostname: config.host, port: config.port }) as Server
    await listening(server, config.host, config.port).catch(async (error: unknown) => {
      await services.jobs.stop()
      await close()
      await instance.close()
      throw error
    })
    const { port } = server.address() as AddressInfo
    process.stdout.write(
      `\nCanut is ready: ${config.publicUrl.replace(/:0$/, `:${port}`)}\n${demo ? `\n${signInsText()}\n` : ''}Stop it with Ctrl-C.\n`,
    )

    const reason = await stopAsked(instance.databaseDied)
    process.stdout.write(`\nStopping (${reason}): finishing what was begun …\n`)
    services.lifecycle.stop()
    // a load balancer that asks /readyz sends its requests elsewhere before this port closes
    if (config.stopDelaySeconds > 0) await sleep(config.stopDelaySeconds * 1000)
    await drain(server)
    await services.jobs.stop()
    await close()
    await instance.close()
  })
}

async function listening(server: Server, host: string, port: number): Promise<void> {
  try {
    await once(server, 'listening')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') {
      throw new StartupProblem('port_taken', {
        en: `Port ${port} on ${host} is already used by another program. Stop that program, or choose another port: PORT=${port + 1} npm start`,
        fr: `Le port ${port} sur ${host} est déjà utilisé par un autre programme. Arrêtez ce programme, ou choisissez un autre port : PORT=${port + 1} npm start`,
      })
    }
    throw error
  }
}

/** The first Ctrl-C or termination asks to stop; a second one ends at once. */
function stopAsked(databaseDied: Promise<string>): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        resolve(signal)
        process.on(signal, () => process.exit(130))
      })
    }
    void databaseDied.then(() => resolve('the database ended'))
  })
}

/** Lets requests under way finish; idle connections are closed at once, stuck ones after a while. */
async function drain(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
  await closed
  clearTimeout(timer)
}
