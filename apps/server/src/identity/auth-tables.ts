/** The identity library's own names on the left, our tables and columns on the right. */
const WRITTEN = { createdAt: 'created_at', updatedAt: 'updated_at' } as const

export const PEOPLE = {
  modelName: 'people',
  fields: { emailVerified: 'email_verified', ...WRITTEN },
  additionalFields: {
    locale: { type: 'string', required: false, input: true },
    isSteward: { type: 'boolean', fieldName: 'is_steward', required: false, input: false, defaultValue: false },
    isMember: { type: 'boolean', fieldName: 'is_member', required: false, input: false, defaultValue: false },
  },
} as const

export const SESSIONS = {
  modelName: 'sessions',
  fields: { userId: 'person_id', expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent', ...WRITTEN },
} as const

export const LOGINS = {
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
    ...WRITTEN,
  },
} as const

export const VERIFICATIONS = { modelName: 'verifications', fields: { expiresAt: 'expires_at', ...WRITTEN } } as const

export const RATE_LIMITS = { modelName: 'rate_limits', fields: { lastRequest: 'last_request' } } as const
