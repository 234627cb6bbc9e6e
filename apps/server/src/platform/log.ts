import pino, { type Logger } from 'pino'
import type { Config } from './config.ts'

export type Log = Logger

/** One line per change of state, ids only: the log is for stewards and names nobody. Commands keep stdout for their result. */
export function createLog(config: Pick<Config, 'logLevel'>, output: 'stdout' | 'stderr' = 'stdout'): Log {
  return pino(
    {
      level: config.logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['password', 'token', 'secret', '*.password', '*.token', '*.secret'],
    },
    pino.destination({ fd: output === 'stdout' ? 1 : 2, sync: true }),
  )
}
