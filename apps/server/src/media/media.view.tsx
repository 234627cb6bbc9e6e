import type { ListPage } from '../platform/db/page.ts'
import { formatBytes, formatDate, formatNumber, type Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import { ActionForm, Button, Empty, Field, Instant, Notice, Pager, Table } from '../platform/layout/index.ts'
import type { ProjectDisclosure } from '../projects/index.ts'
import { MEDIA_LIMITS } from './media-limits.ts'
import { messages, sentenceOfProblem } from './media.messages.ts'
import type { MediaRow } from './media.store.ts'
import type { UploadReport } from './receive-upload.ts'
import { mediaPath } from './serve-media.ts'

export interface MediaPageProps {
  readonly locale: Locale
  readonly project: ProjectDisclosure
  readonly media: ListPage<MediaRow>
  readonly isFirstPage: boolean
  readonly mayChange: boolean
  /** of an upload with problems */
  readonly report: UploadReport | null
  /** why a file was not removed */
  readonly refused: string | null
}

const PROBLEMS_SHOWN = 100

export function MediaPage(props: MediaPageProps) {
  const { locale, project, media, isFirstPage, mayChange, report, refused } = props
  const t = messages[locale]
  const path = `/projects/${publicId('prj', project.id)}`
  return (
    <div class="stack">
      <p>
        <a href={path}>← {project.name}</a>
      </p>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      {refused !== null && (
        <Notice tone="error" locale={locale}>
          {refused}
        </Notice>
      )}
      {report !== null && <Report locale={locale} report={report} />}
      {mayChange && <Upload locale={locale} action={`${path}/media`} />}
      {media.items.length === 0 && isFirstPage ? (
        <Empty title={t.empty} why={<p>{t.emptyWhy}</p>} />
      ) : (
        <Files locale={locale} media={media.items} mayChange={mayChange} />
      )}
      <Pager locale={locale} previous={null} next={media.nextCursor === null ? null : `${path}/media?cursor=${media.nextCursor}`} />
    </div>
  )
}

function Upload({ locale, action }: { locale: Locale; action: string }) {
  const t = messages[locale].upload
  const size = (bytes: number) => formatBytes(bytes, locale)
  const { imageMaxBytes, audioMaxBytes, videoMaxBytes, zipMaxBytes } = MEDIA_LIMITS
  return (
    <form class="form card" method="post" action={action} enctype="multipart/form-data">
      <h2>{t.title}</h2>
      <Field
        kind="file"
        locale={locale}
        name="files"
        label={t.files}
        hint={t.hint({ image: size(imageMaxBytes), audio: size(audioMaxBytes), video: size(videoMaxBytes), zip: size(zipMaxBytes) })}
        accept="image/png,image/jpeg,image/webp,image/gif,image/avif,audio/*,video/mp4,video/webm,.zip,application/zip"
        multiple
        required
      />
      <div class="actions">
        <Button>{t.submit}</Button>
      </div>
    </form>
  )
}

function Report({ locale, report: { stored, problems } }: { locale: Locale; report: UploadReport }) {
  const t = messages[locale].report
  const number = (count: number) => formatNumber(count, locale)
  const title = stored.length === 0 ? t.nothingStored : t.stored({ count: stored.length, text: number(stored.length) })
  const rest = problems.length - PROBLEMS_SHOWN
  return (
    <Notice tone="error" locale={locale} title={title}>
      {problems.length === 0 && <p>{t.none}</p>}
      <ul>
        {problems.slice(0, PROBLEMS_SHOWN).map((problem) => (
          <li>
            <strong class="breakable">{problem.name ?? t.whole}</strong> — {sentenceOfProblem(problem, locale)}
          </li>
        ))}
        {rest > 0 && <li>{t.more({ text: number(rest) })}</li>}
      </ul>
    </Notice>
  )
}

function Files({ locale, media, mayChange }: { locale: Locale; media: readonly MediaRow[]; mayChange: boolean }) {
  const t = messages[locale]
  return (
    <Table
      caption={t.title}
      captionHidden
      rows={media}
      columns={[
        {
          label: t.columns.name,
          heading: true,
          cell: (file) => (
            <a class="breakable" href={mediaPath(file)}>
              {file.name}
            </a>
          ),
        },
        { label: t.columns.type, cell: ({ contentType }) => contentType },
        { label: t.columns.size, numeric: true, cell: ({ bytes }) => formatBytes(bytes, locale) },
        { label: t.columns.added, cell: ({ createdAt }) => <Instant at={createdAt} text={formatDate(createdAt, locale)} /> },
        ...(mayChange
          ? [
              {
                label: t.columns.actions,
                cell: ({ id, name }: MediaRow) => (
                  <ActionForm look="quiet" action={`/media/${publicId('med', id)}/remove`}>
                    {t.remove}
                    <span class="visually-hidden"> {name}</span>
                  </ActionForm>
                ),
              },
            ]
          : []),
      ]}
    />
  )
}
