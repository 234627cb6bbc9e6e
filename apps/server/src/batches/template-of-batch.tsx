import type { Locale } from '../platform/i18n/index.ts'
import { formatNumber } from '../platform/i18n/index.ts'
import { Notice } from '../platform/layout/index.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { findTemplateName, findVersion } from '../saved-templates/index.ts'
import { batchPath } from './batch-header.tsx'
import type { BatchRow } from './batches.store.ts'
import { messages } from './form.messages.ts'

/** The template that a batch works with; null for other kinds of task. */
export interface TemplateOfBatch {
  readonly number: number
  readonly name: string
  readonly version: number
  readonly newest: number
  readonly newestSettings: unknown
}

export async function templateOfBatch({ db }: Pick<Services, 'db'>, batch: BatchRow): Promise<TemplateOfBatch | null> {
  const { project_id: projectId, template, template_version: version } = batch
  if (template === null || version === null) return null
  const [name, newest] = await Promise.all([findTemplateName(db, projectId, template), findVersion(db, projectId, template)])
  if (name === null || newest === null) throw new Error(`batch ${batch.id} names a template that is not there`)
  return { number: template, name, version, newest: newest.version, newestSettings: newest.settings }
}

/** Says which version the settings are, and lets a draft take the newest one. */
export function TemplateNotice({ locale, batch, template }: { locale: Locale; batch: BatchRow; template: TemplateOfBatch }) {
  const t = messages[locale].template
  const number = (value: number) => formatNumber(value, locale)
  const path = `/projects/${publicId('prj', batch.project_id)}/templates/${template.number}`
  const mayTake = batch.state === 'draft' && batch.task_count === 0 && template.version !== template.newest
  return (
    <Notice tone="info" locale={locale}>
      <p>
        {t.is} <a href={path}>{t.name({ name: template.name, version: number(template.version) })}</a>.{' '}
        {batch.state === 'draft' ? t.changes : t.stays}
      </p>
      {mayTake && (
        <p>
          {t.newer({ newest: number(template.newest) })} <a href={`${batchPath(batch.id)}/settings?template=newest`}>{t.take}</a>
        </p>
      )}
    </Notice>
  )
}
