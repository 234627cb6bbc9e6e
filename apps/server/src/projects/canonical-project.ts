import { parseCountry, parseLanguage, type CustomIssue } from '../platform/i18n/index.ts'
import { findTaskType } from '../task-types/index.ts'
import type { ProjectContent } from './projects.store.ts'

export interface ListProblem {
  readonly path: string
  readonly code: CustomIssue
}

/** What was sent, without the fields that were not. */
type Given<T> = { readonly [K in keyof T]: Exclude<T[K], undefined> }

/**
 * Writes codes of countries and languages one way, and names every value that is in none of our lists. `input` has the
 * shape of a project or of a part of one; fields that are undefined stay out of the result.
 */
export function canonicalProject<T extends { readonly [K in keyof ProjectContent]?: ProjectContent[K] | undefined }>(
  input: T,
): { content: Given<T>; problems: readonly ListProblem[] } {
  const problems: ListProblem[] = []
  const content: { -readonly [K in keyof ProjectContent]?: ProjectContent[K] | undefined } = { ...input }
  for (const [name, value] of Object.entries(content)) if (value === undefined) delete content[name as keyof ProjectContent]

  if (content.taskType !== undefined && findTaskType(content.taskType) === null)
    problems.push({ path: 'taskType', code: 'task_type_unknown' })
  if (content.language === '') content.language = null
  if (typeof content.language === 'string') {
    const language = parseLanguage(content.language)
    if (language === null) problems.push({ path: 'language', code: 'language_unknown' })
    content.language = language
  }
  content.chain?.forEach(({ country }, index) => {
    if (parseCountry(country) === null) problems.push({ path: `chain.${index}.country`, code: 'country_unknown' })
  })
  if (content.chain !== undefined) content.chain = content.chain.map((link) => ({ ...link, country: parseCountry(link.country) ?? '' }))
  return { content: content as Given<T>, problems }
}
