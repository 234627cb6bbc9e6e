import { SubscriptionRequest } from '@canut/contract'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { signedIn, type Allow } from '../access/index.ts'
import { apiRoutes, issuesIn } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm, textOf, textsOf } from '../platform/http/form.ts'
import { formatNumber, type Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import type { FormProblem } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { refuse, sentenceOf } from '../problems/index.ts'
import { shell } from '../shell/index.ts'
import { findTaskType } from '../task-types/index.ts'
import { toSave } from './read-request.ts'
import { beginSitting, endSitting } from './sit.ts'
import { subscribe, unsubscribe } from './subscribe.ts'
import { SubscriptionForm, type SubscriptionTyped } from './subscription-form.view.tsx'
import { messages } from './subscriptions.messages.ts'
import { findSubscription, listAskableProjects, type SubscriptionRow } from './subscriptions.store.ts'

const PROJECTS_SHOWN = 40
const DEFAULT_HOURS = '6'

/** Saying what one wants, and opening and closing a sitting. */
export function subscriptionPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()

  routes.get('/me/subscription', allow('subscriptions.own'), async (c) => {
    const subscription = await findSubscription(services.db, signedIn(c).id)
    return formPage(services, c, typedOf(subscription, c.var.locale), subscription !== null)
  })

  routes.post('/me/subscription', allow('subscriptions.own'), async (c) => {
    const form = await readForm(c)
    const typed: SubscriptionTyped = {
      hoursPerWeek: textOf(form, 'hoursPerWeek').trim(),
      taskTypes: textsOf(form, 'taskTypes').filter((name) => findTaskType(name) !== null),
      languages: textsOf(form, 'languages'),
      projectIds: textsOf(form, 'projectIds'),
    }
    const problems = await save(services, c, typed)
    if (problems.length === 0) return c.redirect('/work?done=subscribed', 303)
    const subscription = await findSubscription(services.db, signedIn(c).id)
    return formPage(services, c, typed, subscription !== null, problems)
  })

  routes.post('/me/subscription/remove', allow('subscriptions.own'), async (c) => {
    await unsubscribe(services, signedIn(c).id)
    return c.redirect('/work?done=unsubscribed', 303)
  })

  routes.post('/me/sitting', allow('subscriptions.own'), async (c) => {
    const opened = await beginSitting(services, signedIn(c).id)
    if (!opened.ok) refuse(opened.error)
    return c.redirect('/work?done=opened', 303)
  })

  routes.post('/me/sitting/close', allow('subscriptions.own'), async (c) => {
    await endSitting(services, signedIn(c).id)
    return c.redirect('/work?done=closed', 303)
  })
  return routes
}

/** All problems at once; none when it is saved. */
async function save(services: Services, c: Context<AppEnv>, typed: SubscriptionTyped): Promise<readonly FormProblem[]> {
  const { locale } = c.var
  const hours = /^\d{1,10}([.,]\d{1,10})?$/.test(typed.hoursPerWeek) ? Number(typed.hoursPerWeek.replace(',', '.')) : null
  const anyIfNone = (list: readonly string[]) => (list.length === 0 ? null : list)
  const read = SubscriptionRequest.safeParse({
    hoursPerWeek: hours ?? 0,
    taskTypes: anyIfNone(typed.taskTypes),
    languages: anyIfNone(typed.languages),
    projectIds: anyIfNone(typed.projectIds),
  })
  const problems: FormProblem[] = []
  if (hours === null)
    problems.push({ field: 'hoursPerWeek', message: messages[locale].form.hoursWrong({ typed: typed.hoursPerWeek.slice(0, 40) }) })
  if (!read.success)
    problems.push(...issuesIn(read.error.issues, locale).map(({ path, message }) => ({ field: path.split('.')[0], message })))
  if (problems.length > 0 || !read.success) return problems
  const saved = await subscribe(services, toSave(signedIn(c).id, read.data))
  return saved.ok ? [] : [{ field: 'projectIds', message: sentenceOf(saved.error, locale) }]
}

function typedOf(subscription: SubscriptionRow | null, locale: Locale): SubscriptionTyped {
  if (subscription === null) return { hoursPerWeek: DEFAULT_HOURS, taskTypes: [], languages: [], projectIds: [] }
  return {
    hoursPerWeek: formatNumber(subscription.secondsWanted / 3600, locale, 2),
    taskTypes: subscription.taskTypes ?? [],
    languages: subscription.languages ?? [],
    projectIds: subscription.projectIds?.map((id) => publicId('prj', id)) ?? [],
  }
}

async function formPage(
  services: Services,
  c: Context<AppEnv>,
  typed: SubscriptionTyped,
  saved: boolean,
  problems: readonly FormProblem[] = [],
): Promise<Response> {
  const { locale } = c.var
  const named = (await findSubscription(services.db, signedIn(c).id))?.projectIds ?? []
  const projects = await listAskableProjects(services.db, named, PROJECTS_SHOWN)
  return shell(
    c,
    { title: messages[locale].form.title, status: problems.length > 0 ? 422 : 200 },
    <SubscriptionForm {...{ locale, typed, problems, projects, saved }} />,
  )
}
