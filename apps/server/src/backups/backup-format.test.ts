import { describe, expect, it } from 'vitest'
import { entryName, fileMember, partOf, tableMember } from './backup-format.ts'
import { madeByNewer } from './backup-problems.ts'
import { refuseUnknownMigrations } from './restore-backup.ts'
import { orderByReferences } from './table-order.ts'
import { Tally } from './tally.ts'

describe('partOf', () => {
  it('finds the member and the number of each part that is written', () => {
    expect(partOf(entryName(tableMember('people'), 1))).toEqual({ member: 'tables/people.copy', number: 1 })
    expect(partOf(entryName(fileMember('media/0198-ab.png'), 123456))).toEqual({ member: 'files/media/0198-ab.png', number: 123456 })
    expect(partOf('manifest.json')).toEqual({ member: 'manifest.json', number: null })
  })

  it.each([
    '../../etc/passwd',
    'files/../secret/000001',
    'files//x/000001',
    'files/.hidden/000001',
    'tables/people.copy',
    'tables/PEOPLE.copy/000001',
    'x',
    '',
  ])('knows no entry named %j', (name) => {
    expect(partOf(name)).toBeNull()
  })
})

describe('Tally', () => {
  it('counts rows without the header, wherever the chunks are cut', () => {
    const text = 'id\tname\n1\ta\\nb\n2\t\\N\n'
    for (let cut = 0; cut <= text.length; cut += 1) {
      const tally = new Tally()
      for (const part of [text.slice(0, cut), text.slice(cut)]) tally.add(Buffer.from(part))
      expect(tally.figures()).toMatchObject({ rows: 2, bytes: text.length })
    }
  })

  it('sums as sha256 does, and nothing is a sum too', () => {
    expect(new Tally().figures()).toEqual({
      rows: 0,
      bytes: 0,
      sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    })
  })
})

describe('orderByReferences', () => {
  it('puts a table after those it refers to, whatever the order given', () => {
    const references = [
      { from: 'entries', to: 'accounts' },
      { from: 'accounts', to: 'people' },
      { from: 'people', to: 'people' },
    ]
    expect(orderByReferences(['accounts', 'entries', 'people', 'tasks'], references)).toEqual(['people', 'tasks', 'accounts', 'entries'])
  })

  it('reports a circle, which no order can load', () => {
    const circle = [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'a' },
    ]
    expect(() => orderByReferences(['a', 'b', 'c'], circle)).toThrow('circle: a, b')
  })
})

describe('refuseUnknownMigrations', () => {
  const about = (names: string[], checksum = 'x') => ({
    format: 'canut-backup' as const,
    formatVersion: 1 as const,
    canutVersion: '9.9.9',
    createdAt: '2026-03-02T09:00:00.000Z',
    migrations: names.map((name) => ({ name, checksum })),
    queues: [],
  })
  const ours = ['0001_a.sql', '0002_b.sql'].map((name) => ({ name, checksum: 'x' }))

  it('accepts an older backup, whose database is then brought up to date', () => {
    expect(() => refuseUnknownMigrations('f', about(['0001_a.sql']), ours)).not.toThrow()
  })

  it('refuses a backup of a newer version and says which one can restore it', () => {
    expect(() => refuseUnknownMigrations('f', about(['0001_a.sql', '0002_b.sql', '0003_c.sql']), ours)).toThrow(
      madeByNewer('f', '9.9.9', ['0003_c.sql']).message,
    )
  })

  it('refuses a backup whose migrations have the same names and other content', () => {
    expect(() => refuseUnknownMigrations('f', about(['0001_a.sql'], 'y'), ours)).toThrow(/set up differently \(0001_a\.sql\)/)
  })
})
