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
  /** of each ordinary field; what is beyond is cut off, so it must be more than the fields of the form may hold */
  readonly fieldMaxBytes?: number
}

const FIELD_MAX_BYTES = 10_000

/**
 * Hands over the files of a multipart body one after the other while they arrive, with the ordinary fields that came before;
 * nothing of a file is kept in memory. What the handler does not read of a file is skipped.
 *
 * @returns the ordinary fields, their line breaks as LF, and whether there were files beyond `filesMax`, which were not handed over.
 * @throws whatever the handler throws, and a refusal when the body is not multipart or breaks off.
 */
export async function readMultipart(
  request: Request,
  limits: MultipartLimits,
  onFile: (file: UploadedFile, fieldsBefore: FormData) => Promise<void>,
): Promise<{ filesLeftOut: boolean; fields: FormData }> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^multipart\/form-data\s*;.*boundary=/i.test(type) || request.body === null)
    refuse({ kind: 'wrong_media_type', received: type.slice(0, 100), accepted: ['multipart/form-data'] })

  const parser = new Busboy({
    headers: { 'content-type': type },
    limits: {
      files: limits.filesMax,
      fileSize: limits.fileMaxBytes,
      fields: 100,
      fieldSize: limits.fieldMaxBytes ?? FIELD_MAX_BYTES,
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
    parser.on('field', (name, value) => fields.append(name, value.replaceAll('\r\n', '\n')))
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
