import { EMAIL_MAX, PASSWORD_MAX, PASSWORD_MIN } from '@canut/contract'
import type { Locale } from '../platform/i18n/index.ts'
import { errorsOf, Field, type FormProblem } from '../platform/layout/index.ts'
import { messages } from './identity.messages.ts'

interface CredentialProps {
  readonly locale: Locale
  readonly problems: readonly FormProblem[]
}

export function EmailField({
  locale,
  problems,
  value,
  autocomplete,
}: CredentialProps & { value: string; autocomplete: 'email' | 'username' }) {
  return (
    <Field
      locale={locale}
      kind="email"
      name="email"
      label={messages[locale].fields.email}
      value={value}
      errors={errorsOf(problems, 'email')}
      autocomplete={autocomplete}
      maxlength={EMAIL_MAX}
      required
    />
  )
}

/** The password as it is today. */
export function PasswordField({ locale, problems, name, label }: CredentialProps & { name: string; label: string }) {
  return (
    <Field
      locale={locale}
      kind="password"
      name={name}
      label={label}
      errors={errorsOf(problems, name)}
      autocomplete="current-password"
      maxlength={PASSWORD_MAX}
      required
    />
  )
}

/** A password that is chosen now. */
export function NewPasswordField({ locale, problems, label }: CredentialProps & { label: string }) {
  return (
    <Field
      locale={locale}
      kind="password"
      name="password"
      label={label}
      hint={messages[locale].fields.passwordHint({ min: PASSWORD_MIN })}
      errors={errorsOf(problems, 'password')}
      autocomplete="new-password"
      minlength={PASSWORD_MIN}
      maxlength={PASSWORD_MAX}
      required
    />
  )
}
