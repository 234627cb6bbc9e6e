import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { findStaffRole, signedIn, type Allow } from '../access/index.ts'
import { BatchHeader, listBatches } from '../batches/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { publicId } from '../platform/ids.ts'
import { ActionForm, LinkButton } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { getDisclosure } from '../projects/index.ts'
import { shell } from '../shell/index.ts'
import { ChainPage, passagePath } from './chain.view.tsx'
import { messages } from './chains.messages.ts'
import { OriginTrail } from './origin.view.tsx'
import { passageOf, projectOf, taskOf } from './passage-of.pages.tsx'
import { passagePages } from './passage.pages.tsx'
import { deletePassage } from './passages.store.ts'
import { listBecame, listOrigin } from './provenance.store.ts'
import { readChain } from './read-chain.ts'
import { requestPassing } from './save-passage.ts'

/** The newest batches, which a step can be added to. */
const BATCHES_OFFERED = 200
const BECAME_SHOWN = 200

export function chainPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  routes.get('/projects/:project/chain', allow('chains.see'), (c) => showChain(services, c))

  routes.post('/projects/:project/passages/:passage/run', allow('chains.edit'), async (c) => {
    const passage = await passageOf(services, c)
    await requestPassing(services, passage.id)
    return c.redirect(`${chainPath(passage.projectId)}?done=running`, 303)
  })

  routes.get('/projects/:project/passages/:passage/delete', allow('chains.edit'), async (c) => {
    const passage = await passageOf(services, c)
    const t = messages[c.var.locale]
    return shell(
      c,
      { title: t.removeTitle },
      <div class="stack narrow">
        <h1>{t.removeTitle}</h1>
        <p>{t.removeWhat}</p>
        <div class="actions">
          <ActionForm look="danger" action={`${passagePath(passage)}/delete`}>
            {t.removeConfirm}
          </ActionForm>
          <LinkButton look="quiet" href={chainPath(passage.projectId)}>
            {t.back}
          </LinkButton>
        </div>
      </div>,
    )
  })
  routes.post('/projects/:project/passages/:passage/delete', allow('chains.edit'), async (c) => {
    const passage = await passageOf(services, c)
    await deletePassage(services.db, passage.id)
    return c.redirect(`${chainPath(passage.projectId)}?done=removed`, 303)
  })

  routes.get('/batches/:batch/tasks/:number/origin', allow('chains.see'), (c) => showOrigin(services, c))
  routes.route('/', passagePages(services, allow))
  return routes
}

const chainPath = (projectId: string) => `/projects/${publicId('prj', projectId)}/chain`

async function showChain(services: Services, c: Context<AppEnv>) {
  const { locale } = c.var
  const { projectId, organisationId } = projectOf(c)
  const [project, chain, batches, role] = await Promise.all([
    getDisclosure(services.db, projectId),
    readChain(services.db, projectId, organisationId, services.now()),
    listBatches(services.db, projectId, null, BATCHES_OFFERED),
    findStaffRole(services.db, organisationId, signedIn(c).id),
  ])
  const { done } = messages[locale]
  const code = c.req.query('done') ?? ''
  const flash = Object.hasOwn(done, code) ? ({ tone: 'ok', text: done[code as keyof typeof done] } as const) : null
  return shell(
    c,
    { title: messages[locale].title, flash },
    <ChainPage locale={locale} project={project} chain={chain} batches={batches} mayEdit={role === 'owner' || role === 'manager'} />,
  )
}

async function showOrigin(services: Services, c: Context<AppEnv>) {
  const { locale } = c.var
  const { batch, task } = await taskOf(services, c)
  const [project, trail, became] = await Promise.all([
    getDisclosure(services.db, batch.project_id),
    listOrigin(services.db, batch.id, task.number),
    listBecame(services.db, batch.id, task.number, BECAME_SHOWN),
  ])
  return shell(
    c,
    { title: messages[locale].origin.title({ number: String(task.number) }) },
    <div class="stack">
      <BatchHeader locale={locale} batch={batch} projectName={project.name} tab={null} />
      <OriginTrail locale={locale} number={task.number} trail={trail} became={became} />
    </div>,
  )
}
