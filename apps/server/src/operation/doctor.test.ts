import { describe, expect, it } from 'vitest'
import { readConfig, type Config } from '../platform/config.ts'
import { catalogueProblems } from '../platform/i18n/index.ts'
import { checkClock, checkConnections, checkMigrations, checkServer } from './check-database.ts'
import { checkAddress, checkNode } from './check-machine.ts'
import { messages } from './doctor.messages.ts'

function configOf(env: Record<string, string>): Config {
  const read = readConfig(env)
  if (!read.ok) throw new Error(read.problems.join('; '))
  return read.config
}

it('says everything in both languages', () => {
  expect(catalogueProblems(messages)).toEqual([])
})

describe('the address', () => {
  it.each([
    ['the defaults, for a first try on one machine', {}, 'ok', ''],
    ['a name with a certificate before a trusted proxy', { PUBLIC_URL: 'https://canut.example', TRUST_PROXY: 'on' }, 'ok', ''],
    ['an open port, while mails say 127.0.0.1', { HOST: '0.0.0.0' }, 'warning', 'PUBLIC_URL'],
    ['passwords in clear over the network', { HOST: '0.0.0.0', PUBLIC_URL: 'http://canut.example' }, 'warning', 'not encrypted'],
    ['a proxy that is not trusted', { PUBLIC_URL: 'https://canut.example' }, 'warning', 'only this machine'],
  ])('judges %s', (_case, env, level, words) => {
    const finding = checkAddress(configOf(env), 'en')
    expect(finding.level).toBe(level)
    expect(finding.found).toContain(words)
  })
})

describe('the clocks', () => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 2, 2) + seconds * 1000)
  it.each([
    [0.5, 'ok'],
    [1.9, 'ok'],
    [-1.9, 'ok'],
    [3.5, 'warning'],
    [-40, 'problem'],
    [45, 'problem'],
  ])('differ by %s s', (offset, level) => {
    expect(checkClock(at(offset), at(0), at(0), 'en').level).toBe(level)
  })

  it('are not blamed for the time that the question took', () => {
    expect(checkClock(at(5), at(0), at(10), 'en').level).toBe('ok')
  })
})

describe('the database', () => {
  it('must be recent enough and know every script', () => {
    const facts = { version: 180_004, versionText: '18.4', bytes: 12_300_000, encoding: 'UTF8' }
    expect(checkServer(facts, 'en')).toMatchObject({ level: 'ok', found: expect.stringContaining('PostgreSQL 18.4') as unknown })
    expect(checkServer({ ...facts, version: 140_012 }, 'en').level).toBe('problem')
    expect(checkServer({ ...facts, encoding: 'SQL_ASCII' }, 'en').level).toBe('problem')
  })

  it('needs room for one more process', () => {
    expect(checkConnections({ connections: 5, maxConnections: 100 }, 12, 'en').level).toBe('ok')
    expect(checkConnections({ connections: 90, maxConnections: 100 }, 12, 'en').level).toBe('warning')
  })

  it('has the migrations of this version, waits for some, or belongs to another one', () => {
    const [a, b] = [
      { name: '0001_a.sql', checksum: 'x' },
      { name: '0002_b.sql', checksum: 'x' },
    ]
    expect(checkMigrations([a, b], [a, b], 'en').level).toBe('ok')
    expect(checkMigrations([a], [a, b], 'en')).toMatchObject({ level: 'warning', found: '1 migration to apply' })
    expect(checkMigrations([a, b], [a], 'en')).toMatchObject({ level: 'problem', found: expect.stringContaining('0002_b.sql') as unknown })
    expect(checkMigrations([a, { ...b, checksum: 'y' }], [a, b], 'en').level).toBe('problem')
  })
})

it('needs the Node.js that npm brings', () => {
  expect(checkNode('v24.21.0', 'fr').level).toBe('ok')
  expect(checkNode('v20.20.2', 'fr')).toMatchObject({ level: 'problem', found: 'v20.20.2 est trop ancien' })
})
