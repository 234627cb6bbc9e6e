import type { Context } from 'hono'
import { formatInstant } from '../platform/i18n/index.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { problemJson, wantsJson } from '../platform/http/problem.ts'
import { shell } from '../shell/index.ts'
import { messages } from './problems.messages.ts'
import { STATUS, type Refusal } from './refusal.ts'

/** The sentence of a refusal in the reader's language. */
export function sentenceOf(refusal: Refusal, locale: AppEnv['Variables']['locale']): string {
  const say = messages[locale].sentences[refusal.kind] as (refusal: Refusal) => string
  return say(refusal)
}

/** Answers a refusal: problem+json for programs, a page for people (to sign in, when that is what is missing). */
export function respondRefusal(c: Context<AppEnv>, refusal: Refusal): Response | Promise<Response> {
  const { locale, requestId } = c.var
  const { kind, ...params } = refusal
  const t = messages[locale]
  const status = STATUS[kind]
  const detail = sentenceOf(refusal, locale)
  const retryAfter = 'retryAfterSeconds' in refusal ? String(refusal.retryAfterSeconds) : null
  if (retryAfter !== null) c.header('Retry-After', retryAfter)

  if (wantsJson(c.req.raw)) {
    const problem = problemJson({
      status,
      code: kind,
      title: t.title,
      detail,
      params,
      requestId,
      ...(refusal.kind === 'invalid_request' ? { errors: refusal.issues } : {}),
    })
    // headers of the context do not reach an answer that is made without it
    if (retryAfter !== null) problem.headers.set('Retry-After', retryAfter)
    return problem
  }
  if (kind === 'sign_in_needed' && c.req.method === 'GET') {
    const { pathname, search } = new URL(c.req.url)
    return c.redirect(`/sign-in?next=${encodeURIComponent(pathname + search)}`, 303)
  }
  return shell(
    c,
    { title: t.title, status },
    <section class="narrow">
      <h1>{t.title}</h1>
      <p>{detail}</p>
      <p class="soft">
        {t.requestNumber}: <code>{requestId}</code> · {formatInstant(new Date(), locale)}
      </p>
      {kind === 'sign_in_needed' && (
        <p>
          {t.sendAgain}{' '}
          <a href="/sign-in" target="_blank" rel="noopener">
            {t.signIn}
          </a>
        </p>
      )}
      <p>
        <a href="/">{t.home}</a>
      </p>
    </section>,
  )
}
