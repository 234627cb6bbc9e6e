import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { Server } from '@tus/server'
import type { Context } from 'hono'
import { signedIn, type Allow } from '../access/index.ts'
import { sentenceOfProblem, serveFile, type MediaProblem } from '../media/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { newId, parsePublicId, publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { getTaskSetup, type WantedFiles } from '../task-types/index.ts'
import { ArrivingFiles } from './arriving-files.ts'
import { fileName } from './file-ids.ts'
import { filesMost, finishFile, receiveWorkerFile, tooMany } from './receive-file.ts'
import { messages } from './work-files.messages.ts'
import { countFiles, findFilesOfProject, findHolder, findWorkFile, type FileHolder, type WorkFileRow } from './work-files.store.ts'

const tags = ['work']
const FILES = '/api/v1/assignments/{assignment}/files'
const FILE = `${FILES}/{upload}`

/**
 * Files that workers send for their assignments, by the tus protocol (1.0.0, with creation and termination): what has
 * arrived stays arrived, however often the line breaks.
 */
export function workFileRoutes(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  const own = allow('work.own_assignment')
  const tus = (c: Context<AppEnv>) => passToTus(c, services)

  routes.openapi(
    createRoute({
      method: 'post',
      path: FILES,
      tags,
      summary: 'Send a file for a response: in one piece as the body, or, with Tus-Resumable, in as many as it takes',
      middleware: own,
      responses: { 201: { description: 'Location ends in the id that a response names; a tus upload is sent there' } },
    }),
    (c) => (c.req.header('tus-resumable') === undefined ? receiveWhole(c, services) : tus(c)),
  )
  const piece = { 204: { description: 'Upload-Offset says how much has arrived' } }
  routes.openapi(
    createRoute({ method: 'patch', path: FILE, tags, summary: 'Send the next piece of a file', middleware: own, responses: piece }),
    tus,
  )
  const gone = { 204: { description: 'Forgotten' } }
  routes.openapi(
    createRoute({
      method: 'delete',
      path: FILE,
      tags,
      summary: 'Forget a file that no response names',
      middleware: own,
      responses: gone,
    }),
    tus,
  )
  const file = { 200: { description: 'The file' }, 206: { description: 'A part of the file' } }
  routes.openapi(
    createRoute({
      method: 'get',
      path: FILE,
      tags,
      summary: 'A file that you sent for an assignment, or that its task shows; HEAD with Tus-Resumable says how much has arrived',
      middleware: own,
      responses: file,
    }),
    (c) => (c.req.raw.method === 'HEAD' && c.req.header('tus-resumable') !== undefined ? tus(c) : showToWorker(c, services)),
  )
  routes.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/work-files/{workFile}',
      tags,
      summary: 'A file that a worker sent, for the staff of its project',
      middleware: allow('work_files.see'),
      responses: file,
    }),
    async (c) => show(c, services, await findWorkFile(services.db, c.var.subject.workFileId ?? refuse({ kind: 'not_found' }))),
  )
  return routes
}

async function receiveWhole(c: Context<AppEnv>, services: Services) {
  const to = await demandHolder(c, services)
  const content = (c.req.raw.body ?? new Blob([]).stream()) as AsyncIterable<Uint8Array>
  const query = { name: c.req.query('name') ?? '', keepExif: c.req.query('keepExif') === 'yes' }
  const received = await receiveWorkerFile(services, to, { ...query, content })
  if (!received.ok) return refuseFile(c, received.error)
  const id = fileName(received.value)
  return c.json({ id }, 201, { Location: `/api/v1/assignments/${publicId('asg', to.holder.assignmentId)}/files/${id}` })
}

async function passToTus(c: Context<AppEnv>, services: Services): Promise<Response> {
  const { holder, wanted } = await demandHolder(c, services)
  if (c.req.method === 'POST' && (await countFiles(services.db, holder.assignmentId)) >= filesMost(wanted)) refuseFile(c, tooMany(wanted))
  // what was sent whole before a process stopped is put together when somebody asks for it
  if (c.req.raw.method === 'HEAD') await finishIfArrived(c, services, wanted, c.req.param('upload') ?? '')
  const server = new Server({
    path: new URL(c.req.url).pathname,
    datastore: new ArrivingFiles(services, { holder, wanted, most: filesMost(wanted) }),
    maxSize: wanted.maxBytes,
    namingFunction: () => fileName(newId()),
    generateUrl: (_request, { id }) => `/api/v1/assignments/${publicId('asg', holder.assignmentId)}/files/${id}`,
    getFileIdFromRequest: () => c.req.param('upload'),
    allowedOrigins: [new URL(services.config.publicUrl).origin],
    onUploadFinish: async (_request, upload) => {
      await finishIfArrived(c, services, wanted, upload.id)
      return {}
    },
    onResponseError: (_request, error) => {
      // a bug or a refusal of ours goes the usual way, through the app
      if (error instanceof Error) throw error
      return undefined
    },
  })
  return server.handleWeb(c.req.raw)
}

async function demandHolder(c: Context<AppEnv>, services: Services): Promise<{ holder: FileHolder; wanted: WantedFiles }> {
  const holder = await holderOf(c, services)
  if (holder.state === 'approved' || holder.state === 'rejected')
    refuse({ kind: 'assignment_not_in_state', state: holder.state, needed: ['leased', 'submitted'] })
  const wanted = getTaskSetup(holder.taskType, holder.settings).files
  if (wanted === undefined) refuse({ kind: 'invalid_request', issues: [{ path: '', message: messages[c.var.locale].noFiles }] })
  return { holder, wanted }
}

async function holderOf(c: Context<AppEnv>, services: Services): Promise<FileHolder> {
  const { assignment } = c.var.subject
  if (assignment === null || assignment.workerId !== signedIn(c).id) return refuse({ kind: 'not_found' })
  return (await findHolder(services.db, assignment.id)) ?? refuse({ kind: 'not_found' })
}

async function finishIfArrived(c: Context<AppEnv>, services: Services, wanted: WantedFiles, name: string): Promise<void> {
  const id = parsePublicId('fil', name)
  const file = id === null ? null : await findWorkFile(services.db, id)
  if (file === null || file.receivedBytes < file.declaredBytes) return
  const finished = await finishFile(services, file, wanted)
  if (!finished.ok) refuseFile(c, finished.error)
}

function refuseFile(c: Context<AppEnv>, problem: MediaProblem): never {
  return refuse({ kind: 'invalid_request', issues: [{ path: problem.name ?? 'file', message: sentenceOfProblem(problem, c.var.locale) }] })
}

/** One's own file, or one that the task of the assignment names. */
async function showToWorker(c: Context<AppEnv>, services: Services): Promise<Response> {
  const name = c.req.param('upload') ?? ''
  const id = parsePublicId('fil', name) ?? refuse({ kind: 'not_found' })
  const holder = await holderOf(c, services)
  const own = await findWorkFile(services.db, id)
  if (own?.assignmentId === holder.assignmentId) return show(c, services, own)
  const isShown = getTaskSetup(holder.taskType, holder.settings).mediaNames(holder.payload).includes(name)
  const [shown] = isShown ? await findFilesOfProject(services.db, holder.projectId, [id]) : []
  return show(c, services, shown ?? null)
}

async function show(c: Context<AppEnv>, services: Services, file: WorkFileRow | null): Promise<Response> {
  const stored = file?.stored ?? refuse({ kind: 'not_found' })
  return serveFile(services, { name: file?.name ?? '', ...stored }, c.req.raw)
}
