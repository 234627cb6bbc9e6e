import { NAME_MAX, TOKEN_NAME_MAX } from '@canut/contract'
import { SCOPES } from '@canut/domain'
import type { Person } from '../platform/http/env.ts'
import { formatDate, formatInstant, type Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import {
  ActionForm,
  Button,
  Chip,
  errorsOf,
  ErrorSummary,
  Facts,
  Field,
  Instant,
  LinkButton,
  Table,
  type FormProblem,
} from '../platform/layout/index.ts'
import { describeDevice } from './device.ts'
import { NewPasswordField, PasswordField } from './credential-fields.tsx'
import { messages } from './identity.messages.ts'
import type { SessionRow } from './sessions.store.ts'
import type { TokenRow } from './tokens.store.ts'

/** What was typed in a form that came back with problems. */
export interface TypedSettings {
  readonly name?: string
  readonly locale?: string
  readonly tokenName?: string
  readonly scopes?: readonly string[]
  readonly expires?: string
}

export interface SettingsProps {
  locale: Locale
  person: Person
  sessions: readonly SessionRow[]
  currentSession: string | null
  tokens: readonly TokenRow[]
  typed: TypedSettings
  problems: readonly FormProblem[]
  now: Date
}

export function Settings(props: SettingsProps) {
  const { locale, person, problems } = props
  const t = messages[locale].me
  return (
    <div class="stack">
      <h1>{t.title}</h1>
      <ErrorSummary locale={locale} problems={problems} />
      {person.isMember && <p>{t.roles.member}</p>}
      {person.isSteward && <p>{t.roles.steward}</p>}
      <Profile {...props} />
      <Password {...props} />
      <Sessions {...props} />
      <Tokens {...props} />
    </div>
  )
}

function Profile({ locale, person, typed, problems }: SettingsProps) {
  const t = messages[locale]
  return (
    <section class="card">
      <h2>{t.me.profile.title}</h2>
      <form class="form" method="post" action="/me/profile">
        <Field
          locale={locale}
          name="name"
          label={t.fields.name}
          hint={t.fields.nameHint}
          value={typed.name ?? person.name}
          errors={errorsOf(problems, 'name')}
          autocomplete="name"
          maxlength={NAME_MAX}
          required
        />
        <Facts locale={locale} arrange="list" facts={[{ label: t.fields.email, value: person.email }]} />
        <Field
          locale={locale}
          kind="select"
          name="locale"
          label={t.me.profile.language}
          value={typed.locale ?? person.locale ?? ''}
          errors={errorsOf(problems, 'locale')}
          options={[
            { value: '', label: t.me.profile.asBrowser },
            { value: 'fr', label: 'Français' },
            { value: 'en', label: 'English' },
          ]}
          required
        />
        <div class="actions">
          <Button>{t.me.profile.submit}</Button>
        </div>
      </form>
    </section>
  )
}

function Password({ locale, person, problems }: SettingsProps) {
  const t = messages[locale]
  return (
    <section class="card">
      <h2>{t.me.password.title}</h2>
      <p>{t.me.password.hint}</p>
      <form class="form" method="post" action="/me/password">
        {/* lets password managers know whose password it is */}
        <input type="hidden" name="username" value={person.email} autocomplete="username" />
        <PasswordField locale={locale} problems={problems} name="current" label={t.fields.currentPassword} />
        <NewPasswordField locale={locale} problems={problems} label={t.fields.newPassword} />
        <div class="actions">
          <Button>{t.me.password.submit}</Button>
        </div>
      </form>
    </section>
  )
}

function deviceName(userAgent: string | null, locale: Locale): string {
  const t = messages[locale].me.sessions
  const { browser, system } = describeDevice(userAgent)
  if (browser !== null && system !== null) return t.deviceOn({ browser, system })
  return browser ?? system ?? t.unknown
}

function Sessions({ locale, sessions, currentSession }: SettingsProps) {
  const t = messages[locale].me.sessions
  return (
    <section class="card">
      <h2>{t.title}</h2>
      <p>{t.why}</p>
      <Table<SessionRow>
        caption={t.title}
        captionHidden
        rows={sessions}
        columns={[
          {
            label: t.device,
            heading: true,
            cell: ({ id, userAgent }) => (
              <>
                {deviceName(userAgent, locale)} {id === currentSession && <Chip>{t.current}</Chip>}
              </>
            ),
          },
          { label: `${t.used} (${t.usedHint})`, cell: ({ usedAt }) => <Instant at={usedAt} text={formatInstant(usedAt, locale)} /> },
          { label: t.began, cell: ({ createdAt }) => <Instant at={createdAt} text={formatDate(createdAt, locale)} /> },
          {
            label: t.action,
            cell: ({ id, userAgent }) =>
              id === currentSession ? null : (
                <ActionForm look="quiet" action={`/me/sessions/${publicId('ses', id)}/end`}>
                  <span aria-hidden="true">{t.end}</span>
                  <span class="visually-hidden">{t.endOf({ device: deviceName(userAgent, locale) })}</span>
                </ActionForm>
              ),
          },
        ]}
      />
      {sessions.length > 1 && (
        <div class="actions">
          <ActionForm look="quiet" action="/me/sessions/end-others">
            {t.endOthers}
          </ActionForm>
        </div>
      )}
    </section>
  )
}

function Tokens(props: SettingsProps) {
  const { locale, tokens } = props
  const t = messages[locale].me.tokens
  return (
    <section class="card">
      <h2>{t.title}</h2>
      <p>{t.why}</p>
      {tokens.length === 0 ? <p>{t.none}</p> : <TokenTable locale={locale} tokens={tokens} />}
      <TokenForm {...props} />
    </section>
  )
}

function TokenTable({ locale, tokens }: Pick<SettingsProps, 'locale' | 'tokens'>) {
  const t = messages[locale].me.tokens
  return (
    <Table<TokenRow>
      caption={t.title}
      captionHidden
      rows={tokens}
      columns={[
        { label: t.name, heading: true, cell: ({ name }) => name },
        {
          label: t.scopes,
          cell: ({ scopes }) => SCOPES.filter((scope) => scopes.includes(scope)).map((scope) => <Chip>{t.scope[scope]}</Chip>),
        },
        {
          label: t.used,
          cell: ({ lastUsedAt }) =>
            lastUsedAt === null ? t.neverUsed : <Instant at={lastUsedAt} text={formatInstant(lastUsedAt, locale)} />,
        },
        {
          label: t.expires,
          cell: ({ expiresAt }) => (expiresAt === null ? t.noExpiry : formatDate(new Date(expiresAt.getTime() - 1), locale, 'UTC')),
        },
        {
          label: t.action,
          cell: ({ id, name }) => (
            <ActionForm look="quiet" action={`/me/tokens/${publicId('tok', id)}/revoke`}>
              <span aria-hidden="true">{t.revoke}</span>
              <span class="visually-hidden">{t.revokeOf({ name })}</span>
            </ActionForm>
          ),
        },
      ]}
    />
  )
}

function TokenForm({ locale, person, typed, problems, now }: SettingsProps) {
  const t = messages[locale].me.tokens
  const offered = SCOPES.filter((scope) => scope !== 'steward' || person.isSteward)
  return (
    <form class="form" method="post" action="/me/tokens">
      <h3>{t.create}</h3>
      <Field
        locale={locale}
        name="token"
        label={t.name}
        hint={t.nameHint}
        value={typed.tokenName}
        errors={errorsOf(problems, 'token')}
        autocomplete="off"
        maxlength={TOKEN_NAME_MAX}
        required
      />
      <Field
        locale={locale}
        kind="checkboxes"
        name="scopes"
        label={t.scopes}
        values={typed.scopes}
        errors={errorsOf(problems, 'scopes')}
        options={offered.map((scope) => ({ value: scope, label: t.scope[scope], hint: t.scopeHint[scope] }))}
        required
      />
      <Field
        locale={locale}
        kind="date"
        name="expires"
        label={t.expires}
        hint={t.expiresHint}
        value={typed.expires}
        min={now.toISOString().slice(0, 10)}
        errors={errorsOf(problems, 'expires')}
      />
      <div class="actions">
        <Button>{t.create}</Button>
      </div>
    </form>
  )
}

export function MadeToken({ locale, name, token }: { locale: Locale; name: string; token: string }) {
  const t = messages[locale].me.tokens
  return (
    <section class="stack">
      <h1>{t.madeTitle}</h1>
      <p class="lead">{t.made}</p>
      <p>
        <strong>{name}</strong>
      </p>
      <pre class="pre">
        <code>{token}</code>
      </pre>
      <p>
        <LinkButton href="/me">{t.back}</LinkButton>
      </p>
    </section>
  )
}
