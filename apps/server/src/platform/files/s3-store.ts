import { DeleteObjectCommand, GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { Readable } from 'node:stream'
import type { S3Config } from '../config.ts'
import { FileMissing, type FileStore } from './file-store.ts'

export function s3Store(config: S3Config): FileStore {
  const client = new S3Client({
    region: config.region,
    ...(config.endpoint === null ? {} : { endpoint: config.endpoint, forcePathStyle: true }),
    credentials: { accessKeyId: config.accessKeyId, secretAccessKey: config.secretAccessKey },
  })
  const at = (key: string) => ({ Bucket: config.bucket, Key: key })
  return {
    async put(key, content, contentType) {
      let bytes = 0
      content.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      content.pause()
      await new Upload({ client, params: { ...at(key), Body: content, ContentType: contentType } }).done()
      return bytes
    },
    async open(key, range) {
      const found = await client
        .send(new GetObjectCommand({ ...at(key), ...(range === undefined ? {} : { Range: `bytes=${range.first}-${range.last}` }) }))
        .catch((error: unknown) => {
          throw error instanceof NoSuchKey ? new FileMissing(key) : error
        })
      if (!(found.Body instanceof Readable)) throw new FileMissing(key)
      return found.Body
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand(at(key)))
    },
  }
}
