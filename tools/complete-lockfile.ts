/**
 * Adds to package-lock.json the optional packages of other platforms that npm left out, so that `npm ci` works everywhere.
 *
 * npm forgets an optional package that the registry at hand does not offer, and `npm ci` then refuses the very lock file that
 * npm has written ("Missing: … from lock file"). What is added has a version and a platform but no checksum of its own: on that
 * platform npm takes the checksum that the registry states. Run it after a dependency was added or updated.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { completeLock, type Lock } from './layout/lockfile.ts'

const file = join(resolve(import.meta.dirname, '..'), 'package-lock.json')
const { lock, added } = completeLock(JSON.parse(readFileSync(file, 'utf8')) as Lock)
if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(added.length === 0 ? 'package-lock.json is complete' : `package-lock.json: added ${added.join(', ')}`)
