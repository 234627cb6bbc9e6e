import { MediaUploadView, MediaView, PageQuery, pageOf } from '@canut/contract'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { signedIn, type Allow } from '../access/index.ts'
import { apiRoutes, json } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import type { Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { nameInCursor } from './media-cursor.ts'
import { sentenceOfProblem } from './media.messages.ts'
import { listMedia, type MediaRow } from './media.store.ts'
import { receiveUpload, type UploadReport } from './receive-upload.ts'
import { removeMedia } from './remove-media.ts'
import { mediaPath } from './serve-media.ts'

const PAGE_SIZE = 200
/** described by hand: a schema would make the whole upload be read into memory before the handler */
const FORM = {
  'multipart/form-data': {
    schema: { type: 'object', properties: { files: { type: 'array', items: { type: 'string', format: 'binary' } } } },
  },
} as const

export function mediaApi(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  const tags = ['media']

  routes.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/projects/{project}/media',
      tags,
      summary: 'The files of a project, by name',
      middleware: [allow('projects.see')] as const,
      request: { query: PageQuery },
      responses: { 200: { description: 'One page of files', content: json(pageOf(MediaView)) } },
    }),
    async (c) => {
      const projectId = c.var.subject.projectId ?? refuse({ kind: 'not_found' })
      const after = nameInCursor(c.req.valid('query').cursor, c.var.locale)
      const page = await listMedia(services.db, projectId, { after, limit: PAGE_SIZE })
      return c.json({ items: page.items.map(viewOf), nextCursor: page.nextCursor }, 200)
    },
  )

  routes.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/projects/{project}/media',
      tags,
      summary: 'Upload images, sounds, films, or a zip archive of them',
      middleware: [allow('projects.upload_media')] as const,
      request: { body: { required: true, content: FORM } },
      responses: {
        200: { description: 'Some files were kept, others are named with what is wrong', content: json(MediaUploadView) },
        201: { description: 'All files were kept', content: json(MediaUploadView) },
        422: { description: 'No file was kept', content: json(MediaUploadView) },
      },
    }),
    async (c) => {
      const projectId = c.var.subject.projectId ?? refuse({ kind: 'not_found' })
      const report = await receiveUpload(services, projectId, c.req.raw)
      const view = reportView(report, c.var.locale)
      if (report.stored.length === 0) return c.json(view, 422)
      return c.json(view, report.problems.length > 0 ? 200 : 201)
    },
  )

  routes.openapi(
    createRoute({
      method: 'delete',
      path: '/api/v1/media/{media}',
      tags,
      summary: 'Remove a file that no task needs',
      middleware: [allow('projects.upload_media')] as const,
      responses: { 204: { description: 'Removed' } },
    }),
    async (c) => {
      const mediaId = c.var.subject.mediaId ?? refuse({ kind: 'not_found' })
      const removed = await removeMedia(services, { mediaId, by: signedIn(c).id })
      if (!removed.ok) refuse(removed.error)
      return c.body(null, 204)
    },
  )
  return routes
}

function viewOf(media: MediaRow): MediaView {
  return {
    id: publicId('med', media.id),
    name: media.name,
    contentType: media.contentType,
    bytes: media.bytes,
    sha256: media.sha256.toString('hex'),
    url: mediaPath(media),
    createdAt: media.createdAt.toISOString(),
  }
}

function reportView({ stored, problems }: UploadReport, locale: Locale): MediaUploadView {
  return {
    stored: stored.map(viewOf),
    problems: problems.map((problem) => ({
      name: problem.name ?? '',
      code: problem.code,
      params: { ...problem.params },
      message: sentenceOfProblem(problem, locale),
    })),
  }
}
