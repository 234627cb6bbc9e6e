import type { Config } from '../config.ts'
import type { FileStore } from './file-store.ts'
import { folderStore } from './folder-store.ts'
import { s3Store } from './s3-store.ts'

/** The store that the settings name: an S3 bucket, else a folder beside the database. */
export function openFiles(config: Pick<Config, 's3' | 'dataDir'>): FileStore {
  return config.s3 === null ? folderStore(`${config.dataDir}/files`) : s3Store(config.s3)
}
