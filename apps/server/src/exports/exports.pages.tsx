import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Allow } from '../access/index.ts'
import { BatchHeader, batchOf, batchPath } from '../batches/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import type { Services } from '../platform/services.ts'
import { getDisclosure } from '../projects/index.ts'
import { shell } from '../shell/index.ts'
import { ExportList } from './export-list.view.tsx'
import { messages } from './exports.messages.ts'
import { readWhatIsThere } from './exports.store.ts'

export function exportPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  routes.get('/batches/:batch/exports', allow('exports.read'), async (c) => {
    const { locale } = c.var
    const t = messages[locale]
    const batch = await batchOf(services, c)
    const [project, there] = await Promise.all([getDisclosure(services.db, batch.project_id), readWhatIsThere(services.db, batch.id)])
    return shell(
      c,
      { title: `${t.title} · ${batch.name}` },
      <>
        <BatchHeader locale={locale} batch={batch} projectName={project.name} tab="results" />
        <p>
          <a href={`${batchPath(batch.id)}/results`}>← {t.back}</a>
        </p>
        <h2>{t.title}</h2>
        <ExportList locale={locale} batch={batch} there={there} />
      </>,
    )
  })
  return routes
}
