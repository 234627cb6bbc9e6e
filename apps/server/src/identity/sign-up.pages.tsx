import { NAME_MAX, SignUpRequest } from '@canut/contract'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Allow } from '../access/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm, textOf } from '../platform/http/form.ts'
import { localPath } from '../platform/http/local-path.ts'
import { Button, errorsOf, ErrorSummary, Field, HiddenFields, type FormProblem } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { shell } from '../shell/index.ts'
import { askAuth, type AuthRefusal } from './ask-auth.ts'
import type { Auth } from './auth.ts'
import { EmailField, NewPasswordField } from './credential-fields.tsx'
import { messages } from './identity.messages.ts'
import { findPersonByEmail } from './identity.store.ts'
import { readFields, typedText } from './read-fields.ts'

interface SignUpForm {
  readonly name: string
  readonly email: string
  readonly next: string
  readonly problems: readonly FormProblem[]
}

export function signUpPages(services: Services, allow: Allow, auth: Auth): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()

  routes.get('/sign-up', allow('identity.sign_in'), (c) => {
    const next = localPath(c.req.query('next'))
    if (c.var.person !== null) return c.redirect(next, 303)
    return signUpPage(c, { name: '', email: '', next, problems: [] })
  })

  routes.post('/sign-up', allow('identity.sign_in'), async (c) => {
    const { locale } = c.var
    const form = await readForm(c)
    const next = localPath(textOf(form, 'next'))
    const typed = { name: typedText(textOf(form, 'name')), email: typedText(textOf(form, 'email')), next }
    const read = readFields(SignUpRequest, Object.fromEntries(form), locale)
    if (!read.ok) return signUpPage(c, { ...typed, problems: read.problems })

    const answer = await askAuth(c, services, auth, '/sign-up/email', { ...read.value, locale })
    if (answer.ok) return c.redirect(next, 303)
    if (!(await isTaken(services, answer.refusal, read.value.email))) throw new Error(`sign-up refused: ${answer.refusal}`)
    return signUpPage(c, { ...typed, problems: [{ field: 'email', message: messages[locale].problems.emailTaken }] })
  })
  return routes
}

/** The slower of two simultaneous sign-ups is only told that the person could not be made. */
async function isTaken(services: Pick<Services, 'db'>, refusal: AuthRefusal, email: string): Promise<boolean> {
  if (refusal === 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL') return true
  return refusal === 'FAILED_TO_CREATE_USER' && (await findPersonByEmail(services.db, email)) !== null
}

function signUpPage(c: Context<AppEnv>, { name, email, next, problems }: SignUpForm): Response | Promise<Response> {
  const { locale } = c.var
  const t = messages[locale]
  return shell(
    c,
    { title: t.signUp.title, ...(problems.length > 0 ? { status: 422 } : {}) },
    <>
      <h1>{t.signUp.title}</h1>
      <p class="lead">{t.signUp.lead}</p>
      <form class="form" method="post" action="/sign-up">
        <ErrorSummary locale={locale} problems={problems} />
        <HiddenFields values={{ next }} />
        <Field
          locale={locale}
          name="name"
          label={t.fields.name}
          hint={t.fields.nameHint}
          value={name}
          errors={errorsOf(problems, 'name')}
          autocomplete="name"
          maxlength={NAME_MAX}
          required
        />
        <EmailField locale={locale} problems={problems} value={email} autocomplete="email" />
        <NewPasswordField locale={locale} problems={problems} label={t.fields.password} />
        <div class="actions">
          <Button>{t.signUp.submit}</Button>
        </div>
      </form>
      <p>
        {t.signUp.other} <a href={`/sign-in?next=${encodeURIComponent(next)}`}>{t.signUp.otherLink}</a>
      </p>
    </>,
  )
}
