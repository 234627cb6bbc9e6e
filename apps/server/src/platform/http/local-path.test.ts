import { expect, test } from 'vitest'
import { localPath } from './local-path.ts'

test.each(['/', '/work', '/work?page=2#top', '/sign-in?next=%2Fwork'])('%s stays as it is', (path) => {
  expect(localPath(path)).toBe(path)
})

test.each([
  '',
  'work',
  '//evil.example',
  '/\\evil.example',
  '/a\\..\\b',
  'https://evil.example',
  'javascript:alert(1)',
  '/a\nb',
  null,
  undefined,
  ['/x'],
])('%j is not a path of this instance', (value) => {
  expect(localPath(value)).toBe('/')
})
