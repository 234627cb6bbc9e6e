import { Busboy, type BusboyFileStream } from '@fastify/busboy'
import { Readable } from 'node:stream'
import { refuse, RefusedRequest } from '../../problems/index.ts'

export interface UploadedFile {
  /** name of the form field */
  readonly field: string
  /** as the sender calls it, without folders; anything may be in it */
  readonly fileName: string
  readonly content: Readable
  /** read after the content ended: whether it was cut at `fileMaxBytes` */
  wasCut(): boolean
}

export interface MultipartLimits {
  readonly filesMax: number
  readonly fileMaxBytes: number
  /** of each ordinary field; a longer one is refused */
  readonly fieldMaxBytes?: number
}

const FIELD_MAX_BYTES = 10_000
/** The longest form of ours, twenty fields with all their settings, has some three hundred. */
const FIELDS_MAX = 1000

/**
 * Hands over the files of a multipart body one after the other while they arrive, with the ordinary fields that came before;
 * nothing of a file is kept in memory. What the handler does not read of a file is skipped.
 *
 * @returns the ordinary fields, their line breaks as LF, and whether there were files beyond `filesMax`, which were not handed over.
 * @throws whatever the handler throws, and a refusal when the body is not multipart, breaks off, or has too many or too long fields.
 */
export async function readMultipart(
  request: Request,
  limits: MultipartLimits,
  onFile: (file: UploadedFile, fieldsBefore: FormData) => Promise<void>,
): Promise<{ filesLeftOut: boolean; fields: FormData }> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^multipart\/form-data\s*;.*boundary=/i.test(type) || request.body === null)
    refuse({ kind: 'wrong_media_type', received: type.slice(0, 100), accepted: ['multipart/form-data'] })

  const { fieldMaxBytes = FIELD_MAX_BYTES } = limits
  const parser = new Busboy({
    headers: { 'content-type': type },
    limits: {
      files: limits.filesMax,
      fileSize: limits.fileMaxBytes,
      fields: FIELDS_MAX,
      fieldSize: fieldMaxBytes,
      headerSize: 16_384,
    },
  })
  const source = Readable.from(request.body)
  const fields = new FormData()
  let filesLeftOut = false
  let files = Promise.resolve()
  let newest: BusboyFileStream | undefined

  await new Promise<void>((resolve, reject) => {
    const fail = (error: unknown) => {
      source.unpipe(parser)
      // some clients read the answer only once their whole body was taken
      source.resume()
      // the files before it came whole
      newest?.destroy(brokenOff())
      // whoever works on a file tidies up first
      files.catch(() => undefined).finally(() => reject(error))
    }
    parser.on('file', (field, content, fileName) => {
      // an error of the parser also arrives on the open file, where nobody may be listening yet
      content.on('error', () => undefined)
      newest = content
      files = files
        .then(() => onFile({ field, fileName: fileName ?? '', content, wasCut: () => content.truncated }, fields))
        .finally(() => content.resume())
      files.catch(fail)
    })
    parser.on('field', (name, value, _, isCut) => {
      // part of what somebody typed is never taken for all of it
      if (isCut) fail(new RefusedRequest({ kind: 'body_too_large', maxBytes: fieldMaxBytes }))
      else fields.append(name, value.replaceAll('\r\n', '\n'))
    })
    parser.on('fieldsLimit', () => fail(brokenOff()))
    parser.on('filesLimit', () => {
      filesLeftOut = true
    })
    parser.on('finish', () => void files.then(resolve, reject))
    parser.on('error', () => fail(brokenOff()))
    source.on('error', () => fail(brokenOff()))
    source.pipe(parser)
  })
  return { filesLeftOut, fields }
}

const brokenOff = () => new RefusedRequest({ kind: 'invalid_request', issues: [{ path: '', message: 'multipart/form-data' }] })
