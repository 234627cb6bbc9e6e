import { describe, expect, it } from 'vitest'
import { completeLock, missingFrom, platformOf, type Lock } from './lockfile.ts'

const LOCK: Lock = {
  packages: {
    '': { optionalDependencies: {} },
    'node_modules/a': { version: '1.0.0', dev: true, optionalDependencies: { '@a/linux-x64-gnu': '1.0.0', '@a/darwin-arm64': '1.0.0' } },
    'node_modules/@a/linux-x64-gnu': { version: '1.0.0', integrity: 'kept' },
    'node_modules/b/node_modules/c': { version: '2.0.0', optionalDependencies: { '@c/win32-x64-msvc': '2.0.0', a: '1.0.0' } },
    'node_modules/b/node_modules/@c/win32-x64-msvc': { version: '2.0.0' },
  },
}

describe('a complete lock file', () => {
  it('finds packages where Node would look for them', () => {
    expect(missingFrom(LOCK)).toEqual([{ name: '@a/darwin-arm64', version: '1.0.0', dev: true }])
  })

  it('gets what was left out, with its platform, and keeps the rest', () => {
    const { lock, added } = completeLock(LOCK)
    expect(added).toEqual(['@a/darwin-arm64'])
    expect(lock.packages['node_modules/@a/darwin-arm64']).toEqual({
      version: '1.0.0',
      os: ['darwin'],
      cpu: ['arm64'],
      dev: true,
      optional: true,
    })
    expect(lock.packages).toMatchObject(LOCK.packages)
    expect(completeLock(lock).added).toEqual([])
  })

  it.each([
    ['@swc/core-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'] }],
    ['@oxfmt/binding-linux-x64-musl', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
    ['@oxfmt/binding-linux-ppc64-gnu', { os: ['linux'], cpu: ['ppc64'], libc: ['glibc'] }],
    ['@oxlint/binding-win32-ia32-msvc', { os: ['win32'], cpu: ['ia32'] }],
    ['@oxlint/binding-openharmony-arm64', { os: ['openharmony'], cpu: ['arm64'] }],
  ])('reads the platform of %s', (name, platform) => expect(platformOf(name)).toEqual(platform))

  it('refuses to guess', () => {
    expect(() => platformOf('left-pad')).toThrow('does not say for which platform')
    expect(() => completeLock({ packages: { 'node_modules/a': { optionalDependencies: { '@a/darwin-arm64': '^1.0.0' } } } })).toThrow(
      'only exact versions',
    )
  })
})
