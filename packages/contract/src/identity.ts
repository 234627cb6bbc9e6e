import { z } from 'zod'
import { publicIdOf } from './common.ts'

export const NAME_MAX = 100
export const EMAIL_MAX = 254
export const PASSWORD_MIN = 10
export const PASSWORD_MAX = 128
export const TOKEN_NAME_MAX = 100

export const PersonView = z.object({
  id: publicIdOf('per'),
  name: z.string(),
  email: z.string(),
  /** the language the person chose; null: as the browser says */
  locale: z.enum(['en', 'fr']).nullable(),
  isMember: z.boolean(),
  isSteward: z.boolean(),
})
export type PersonView = z.infer<typeof PersonView>

export const MeView = z.object({
  person: PersonView,
  /** what the token of this request is made for; null when a browser session asks */
  tokenScopes: z.array(z.string()).nullable(),
})

/** Answer of `POST /sign-in` to a program that accepts JSON. */
export const SignInView = z.object({ person: PersonView })

const shown = /^[^\p{Cc}]*$/u
const NO_CONTROL = { error: 'control_characters', params: { code: 'control_characters' } } as const
const singleLine = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => shown.test(text), NO_CONTROL)

const email = z.string().trim().toLowerCase().min(1).max(EMAIL_MAX).pipe(z.email())
const newPassword = z.string().min(PASSWORD_MIN).max(PASSWORD_MAX)
/** Only what no stored password can be is refused before it is compared. */
const knownPassword = z.string().min(1).max(PASSWORD_MAX)

export const SignUpRequest = z.object({ name: singleLine(NAME_MAX), email, password: newPassword })
export const SignInRequest = z.object({ email, password: knownPassword })
export const ForgottenPasswordRequest = z.object({ email })
export const ResetPasswordRequest = z.object({ token: z.string().min(1).max(200), password: newPassword })
export const ProfileRequest = z.object({ name: singleLine(NAME_MAX), locale: z.enum(['en', 'fr', '']) })
export const ChangePasswordRequest = z.object({ current: knownPassword, password: newPassword })
export const NewTokenRequest = z.object({
  name: singleLine(TOKEN_NAME_MAX),
  scopes: z.array(z.enum(['work', 'request', 'steward'])).min(1),
  /** last day on which the token works, or nothing */
  expires: z.union([z.literal(''), z.iso.date()]),
})
