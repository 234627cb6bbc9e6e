import { PASSWORD_MAX, PASSWORD_MIN } from '@canut/contract'
import { betterAuth } from 'better-auth'
import { isLocale, negotiateLocale } from '../platform/i18n/index.ts'
import { newId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { LOGINS, PEOPLE, RATE_LIMITS, SESSIONS, VERIFICATIONS } from './auth-tables.ts'
import { messages } from './identity.messages.ts'
import { COOKIE_PREFIX, SESSION_SECONDS } from './session-cookie.ts'

/** Where the library believes to be; nothing is served there (see ask-auth.ts). */
export const AUTH_PATH = '/api/auth'
/** How the library is told whom a request comes from. */
export const CLIENT_ADDRESS_HEADER = 'x-canut-client-address'
/** Attempts per address and minute before sign-in waits. */
const SIGN_IN_ATTEMPTS = { window: 60, max: 10 }

export type Auth = ReturnType<typeof createAuth>

/** The identity library over our tables. */
export function createAuth(services: Pick<Services, 'config' | 'db' | 'mailbox' | 'log'>, secret: string) {
  const { config, db, mailbox, log } = services
  const { origin } = new URL(config.publicUrl)
  return betterAuth({
    baseURL: origin,
    basePath: AUTH_PATH,
    secret,
    trustedOrigins: [origin],
    database: { db, type: 'postgres', transaction: true },
    telemetry: { enabled: false },
    logger: { level: 'error', log: (_level, message, ...details) => logFailure(log, message, details) },
    advanced: {
      database: { generateId: () => newId() },
      cookiePrefix: COOKIE_PREFIX,
      useSecureCookies: config.publicUrl.startsWith('https://'),
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
      // An answer that waited for the mail would tell by its length whether the address is known.
      backgroundTasks: { handler: (task) => void task.catch((error: unknown) => log.error({ err: error }, 'mail_failed')) },
    },
    user: PEOPLE,
    // prolonged by our own middleware (session.ts), which reads sessions in one statement
    session: { ...SESSIONS, expiresIn: SESSION_SECONDS, disableSessionRefresh: true },
    account: LOGINS,
    // Where somebody works from is nobody's business: the address serves the rate limit only.
    databaseHooks: { session: { create: { before: async (session) => ({ data: { ...session, ipAddress: null } }) } } },
    // a link to a new password, read in a stolen copy of the database, opens nothing
    verification: { ...VERIFICATIONS, storeIdentifier: 'hashed' },
    rateLimit: {
      enabled: true,
      storage: 'database',
      ...RATE_LIMITS,
      window: 60,
      max: 600,
      customRules: {
        '/sign-in/email': SIGN_IN_ATTEMPTS,
        '/request-password-reset': SIGN_IN_ATTEMPTS,
        '/sign-up/email': { window: 60, max: 20 },
        '/reset-password': SIGN_IN_ATTEMPTS,
        '/change-password': SIGN_IN_ATTEMPTS,
      },
    },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: PASSWORD_MIN,
      maxPasswordLength: PASSWORD_MAX,
      revokeSessionsOnPasswordReset: true,
      async sendResetPassword({ user, token }, request) {
        const own = 'locale' in user && isLocale(user.locale) ? user.locale : null
        const locale = negotiateLocale(request?.headers.get('accept-language'), own)
        const t = messages[locale].resetMail
        const link = `${config.publicUrl}/reset-password?token=${encodeURIComponent(token)}`
        await mailbox.send({ to: user.email, subject: t.subject, text: t.text({ name: user.name, link }) })
      },
    },
  })
}

/**
 * Of what the library says only its errors, and of these no detail: it names addresses of people, and our log names nobody.
 * That an address is taken is an answer, not an error, even when two people ask for it at the same moment.
 */
function logFailure(log: Services['log'], message: string, details: readonly unknown[]): void {
  const cause = details.find((detail) => detail instanceof Error)
  if (cause !== undefined && 'constraint' in cause && cause.constraint === 'people_one_per_email') return
  log.error({ reason: cause?.message, stack: cause?.stack }, `identity_library: ${message}`)
}
