import { CHAIN_MAX, ProjectInput } from '@canut/contract'
import type { ChainLink } from '@canut/domain'
import { customIssue } from '../platform/http/api.ts'
import { textOf, textsOf } from '../platform/http/form.ts'
import {
  countryName,
  formatNumber,
  languageName,
  parseCountry,
  parseLanguage,
  sentenceOfIssue,
  type Locale,
  type ReadIssue,
} from '../platform/i18n/index.ts'
import type { FormProblem } from '../platform/layout/index.ts'
import { canonicalProject } from './canonical-project.ts'
import { messages } from './projects.messages.ts'
import type { ProjectContent } from './projects.store.ts'
import { EMPTY_PROJECT } from './save-project.ts'

const TEXT_FIELDS = [
  'name',
  'language',
  'purpose',
  'finalClient',
  'resultUse',
  'resultUseDetail',
  'dataDestination',
  'dataRetention',
  'contactName',
  'contactEmail',
] as const
type TextField = (typeof TEXT_FIELDS)[number]
export const LINK_FIELDS = ['party', 'role', 'country', 'share'] as const
export type LinkField = (typeof LINK_FIELDS)[number]
export type LinkTyped = Readonly<Record<LinkField, string>>

/** A project as its form says it: the kind of task is chosen with a batch. */
type FormContent = Omit<ProjectContent, 'taskType'>
const FormInput = ProjectInput.omit({ taskType: true })

/** What stands in the form, exactly as it was typed. */
export interface ProjectTyped extends Readonly<Record<TextField, string>> {
  readonly sensitiveCategories: readonly string[]
  /** always as many rows as a chain may have */
  readonly chain: readonly LinkTyped[]
}

export const linkFieldName = (index: number, field: LinkField) => `chain-${index}-${field}`

export function typedFrom(form: FormData): ProjectTyped {
  const texts = Object.fromEntries(TEXT_FIELDS.map((name) => [name, textOf(form, name)])) as Record<TextField, string>
  const chain = Array.from(
    { length: CHAIN_MAX },
    (_, index) =>
      Object.fromEntries(LINK_FIELDS.map((field) => [field, textOf(form, linkFieldName(index, field))])) as Record<LinkField, string>,
  )
  return { ...texts, sensitiveCategories: textsOf(form, 'sensitiveCategories').slice(0, 20), chain }
}

/** A saved project, or an empty one, as it is shown in the form. */
export function typedOf(project: FormContent, locale: Locale): ProjectTyped {
  const chain = Array.from({ length: CHAIN_MAX }, (_, index) => linkTyped(project.chain[index], locale))
  const { name, purpose, finalClient, resultUseDetail, dataDestination, dataRetention, contactName, contactEmail } = project
  return {
    name,
    purpose,
    finalClient,
    resultUseDetail,
    dataDestination,
    dataRetention,
    contactName,
    contactEmail,
    language: languageTyped(project.language, locale),
    resultUse: project.resultUse ?? '',
    sensitiveCategories: project.sensitiveCategories ?? [],
    chain,
  }
}

/** The name where it leads back to the tag, which holds for the languages of our list. */
function languageTyped(tag: string | null, locale: Locale): string {
  if (tag === null) return ''
  const name = languageName(tag, locale)
  return parseLanguage(name) === tag ? name : tag
}

function linkTyped(link: ChainLink | undefined, locale: Locale): LinkTyped {
  if (link === undefined) return { party: '', role: '', country: '', share: '' }
  const share = formatNumber(link.sharePercent, locale)
  return { party: link.party, role: link.role, country: countryName(link.country, locale), share }
}

/** Reads a typed form; all its problems at once, each at its field. */
export function readProject(typed: ProjectTyped, locale: Locale): { content: FormContent | null; problems: readonly FormProblem[] } {
  const rows = rowsOf(typed)
  const issues: ReadIssue[] = []
  const parsed = FormInput.safeParse({
    ...typed,
    resultUse: typed.resultUse === '' ? null : typed.resultUse,
    // the words of a language are longer than its tag
    language: null,
    sensitiveCategories: typed.sensitiveCategories.length === 0 ? null : typed.sensitiveCategories,
    chain: rows.map(({ link }) => ({
      party: link.party,
      role: link.role,
      country: parseCountry(link.country) ?? 'ZZ',
      sharePercent: shareOf(link.share) ?? 0,
    })),
  })
  const listed = canonicalProject({
    language: typed.language.slice(0, 100),
    chain: rows.map(({ link }) => ({ ...link, sharePercent: 0 })),
  })
  if (!parsed.success) issues.push(...parsed.error.issues)
  issues.push(...listed.problems.map(({ path, code }) => customIssue(path, code)))
  rows.forEach(({ link }, row) => {
    if (shareOf(link.share) === null) issues.push(customIssue(`chain.${row}.sharePercent`, 'number_expected'))
  })

  const problems: FormProblem[] = issues.map((issue) => ({ field: fieldOf(issue, rows), message: sentenceOfIssue(issue, locale) }))
  const hasNamelessClient = typed.finalClient.trim() === '' && rows.some(({ index }) => index === 0)
  if (hasNamelessClient) problems.unshift({ field: 'finalClient', message: messages[locale].form.nameClientFirst })
  const unique = problems.filter(({ field }, index) => problems.findIndex((other) => other.field === field) === index)
  if (!parsed.success || unique.length > 0) return { content: null, problems: unique }
  const { taskType: _none, ...empty } = EMPTY_PROJECT
  const { content } = canonicalProject(parsed.data)
  return { content: { ...empty, ...content, language: listed.content.language ?? null }, problems: [] }
}

interface Row {
  /** of the row in the form: empty rows in between are passed over */
  readonly index: number
  readonly link: LinkTyped
}

function rowsOf(typed: ProjectTyped): Row[] {
  return typed.chain
    .map((link, index) => ({ index, link }))
    .filter(({ link, index }) => LINK_FIELDS.some((field) => (index > 0 || field !== 'party') && link[field].trim() !== ''))
    .map(({ index, link }) => ({ index, link: index === 0 ? { ...link, party: typed.finalClient } : link }))
}

/** A share as people write it: a decimal comma or point, perhaps with the sign. */
function shareOf(text: string): number | null {
  const match = /^(\d{1,6})(?:[.,](\d{1,10}))?\s*%?$/.exec(text.trim())
  return match === null ? null : Number(`${match[1]}.${match[2] ?? '0'}`)
}

const LINK_FIELD_OF: Readonly<Record<string, LinkField>> = { party: 'party', role: 'role', country: 'country', sharePercent: 'share' }

function fieldOf(issue: ReadIssue, rows: readonly Row[]): string {
  const [first, position, inner] = issue.path.map(String)
  if (first !== 'chain') return first ?? 'name'
  const index = rows[Number(position)]?.index ?? 0
  const field = LINK_FIELD_OF[inner ?? ''] ?? 'role'
  return index === 0 && field === 'party' ? 'finalClient' : linkFieldName(index, field)
}
