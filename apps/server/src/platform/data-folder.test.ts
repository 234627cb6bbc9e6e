import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findLockHolder, openDataFolder } from './data-folder.ts'
import { findRunningProcess } from './running-process.ts'

let folder: string
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'canut-folder-')), 'data')
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

const lock = (content: string) => writeFileSync(join(folder, 'canut.lock'), content)

describe('the data folder', () => {
  it('is refused to a second process with a sentence that names the folder and the first process', async () => {
    const open = await openDataFolder(folder)
    await expect(openDataFolder(folder)).rejects.toMatchObject({
      code: 'data_folder_in_use',
      message: expect.stringContaining(`${folder} is in use by another Canut (process ${process.pid})`),
      sentences: { fr: expect.stringContaining(`le processus ${process.pid}`) },
    })
    open.release()
  })

  it('can be opened again after its release', async () => {
    ;(await openDataFolder(folder)).release()
    expect(findLockHolder(folder)).toBeNull()
    ;(await openDataFolder(folder)).release()
  })

  it('is taken over from a process that no longer runs', async () => {
    ;(await openDataFolder(folder)).release()
    lock(JSON.stringify({ pid: 2 ** 22 + 1, startedAt: 'long ago' }))
    const open = await openDataFolder(folder)
    expect(findLockHolder(folder)).toBe(process.pid)
    open.release()
  })

  it('is taken over when the number of the dead process now belongs to another one', async () => {
    ;(await openDataFolder(folder)).release()
    lock(JSON.stringify({ pid: process.ppid, startedAt: 'before the reboot' }))
    const open = await openDataFolder(folder)
    expect(findLockHolder(folder)).toBe(process.pid)
    open.release()
  })

  it('is taken over when the lock was left unfinished', async () => {
    ;(await openDataFolder(folder)).release()
    lock('{"pid":')
    ;(await openDataFolder(folder)).release()
    expect(existsSync(join(folder, 'canut.lock'))).toBe(false)
  })

  it('goes to exactly one of many that find the same stale lock', async () => {
    ;(await openDataFolder(folder)).release()
    lock(JSON.stringify({ pid: 2 ** 22 + 1, startedAt: 'long ago' }))
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => openDataFolder(folder)))
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
  })

  it('leaves the lock of another process alone when it is released', async () => {
    const open = await openDataFolder(folder)
    const other = { pid: process.ppid, startedAt: findRunningProcess(process.ppid)?.startedAt }
    lock(JSON.stringify(other))
    open.release()
    expect(findLockHolder(folder)).toBe(process.ppid)
  })

  it('of a newer version is refused, and of an older one is taken and marked', async () => {
    ;(await openDataFolder(folder, '1.10.0')).release()
    await expect(openDataFolder(folder, '1.9.3')).rejects.toMatchObject({
      code: 'data_folder_newer',
      message: expect.stringContaining('Canut 1.10.0, and this is Canut 1.9.3'),
    })
    ;(await openDataFolder(folder, '2.0.0')).release()
    expect(readFileSync(join(folder, 'canut-version'), 'utf8')).toBe('2.0.0\n')
  })

  it('that cannot be created is refused with a sentence that names it', async () => {
    writeFileSync(folder, 'a file where the folder should be')
    await expect(openDataFolder(folder)).rejects.toMatchObject({ code: 'data_folder_unwritable', message: expect.stringContaining(folder) })
  })
})
