import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Two folders up is apps/server, from src/platform as from dist/platform. */
const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string }

export const canutVersion: string = manifest.version
