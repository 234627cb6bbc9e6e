import { betterAuth } from 'better-auth'
import { newId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { messages } from './identity.messages.ts'

export const PASSWORD_MIN = 10
export const PASSWORD_MAX = 128
/** Attempts per address and minute before sign-in waits. */
const SIGN_IN_ATTEMPTS = { window: 60, max: 10 }

export type Auth = ReturnType<typeof createAuth>

/** The identity library over our tables; its own names on the left, ours on the right. */
export function createAuth(services: Pick<Services, 'config' | 'db' | 'mailbox' | 'log'>, secret: string) {
  const { config, db, mailbox } = services
  return betterAuth({
    baseURL: config.publicUrl,
    basePath: '/api/auth',
    secret,
    trustedOrigins: [config.publicUrl],
    database: { db, type: 'postgres' },
    telemetry: { enabled: false },
    advanced: {
      database: { generateId: () => newId() },
      cookiePrefix: 'canut',
      useSecureCookies: config.publicUrl.startsWith('https://'),
      ipAddress: { ipAddressHeaders: ['x-canut-client-address'] },
    },
    user: {
      modelName: 'people',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
      additionalFields: {
        locale: { type: 'string', required: false, input: true },
        isSteward: { type: 'boolean', fieldName: 'is_steward', required: false, input: false, defaultValue: false },
        isMember: { type: 'boolean', fieldName: 'is_member', required: false, input: false, defaultValue: false },
      },
    },
    session: {
      modelName: 'sessions',
      expiresIn: 60 * 60 * 24 * 30,
      updateAge: 60 * 60 * 24,
      fields: {
        userId: 'person_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    account: {
      modelName: 'logins',
      fields: {
        userId: 'person_id',
        providerId: 'provider_id',
        accountId: 'provider_account_id',
        password: 'password_hash',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: { modelName: 'verifications', fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' } },
    rateLimit: {
      enabled: true,
      storage: 'database',
      modelName: 'rate_limits',
      fields: { lastRequest: 'last_request' },
      window: 60,
      max: 600,
      customRules: {
        '/sign-in/email': SIGN_IN_ATTEMPTS,
        '/request-password-reset': SIGN_IN_ATTEMPTS,
        '/sign-up/email': { window: 60, max: 20 },
      },
    },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: PASSWORD_MIN,
      maxPasswordLength: PASSWORD_MAX,
      revokeSessionsOnPasswordReset: true,
      async sendResetPassword({ user, token }) {
        const locale = (user as { locale?: string | null }).locale === 'fr' ? 'fr' : 'en'
        const t = messages[locale].resetMail
        const link = `${config.publicUrl}/reset-password?token=${encodeURIComponent(token)}`
        await mailbox.send({ to: user.email, subject: t.subject, text: t.text({ name: user.name, link }) })
      },
    },
  })
}
