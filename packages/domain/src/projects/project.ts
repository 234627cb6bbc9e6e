export const RESULT_USES = ['train_ai', 'verify_ai', 'stand_in_for_ai', 'research', 'other'] as const
export type ResultUse = (typeof RESULT_USES)[number]

/** What a task may show that a person may not want to see. `none` is an answer; an empty list is a question not answered. */
export const SENSITIVE_CATEGORIES = ['none', 'violence', 'sexual', 'hate', 'self_harm', 'medical', 'personal_data'] as const
export type SensitiveCategory = (typeof SENSITIVE_CATEGORIES)[number]

export interface ChainLink {
  readonly party: string
  readonly role: string
  readonly country: string
  /** share of the price that this link keeps, per cent */
  readonly sharePercent: number
}

/** What a worker is told before any task of the project (law 1). */
export interface Disclosure {
  readonly name: string
  readonly purpose: string
  readonly finalClient: string
  readonly resultUse: ResultUse | null
  readonly resultUseDetail: string
  readonly dataDestination: string
  readonly dataRetention: string
  readonly sensitiveCategories: readonly SensitiveCategory[] | null
  readonly contactName: string
  readonly contactEmail: string
  readonly chain: readonly ChainLink[]
}

export type MissingDisclosure =
  | 'name'
  | 'purpose'
  | 'final_client'
  | 'result_use'
  | 'result_use_detail'
  | 'data_destination'
  | 'data_retention'
  | 'sensitive_categories'
  | 'contact_name'
  | 'contact_email'
  | 'chain'
  | 'chain_starts_elsewhere'

/** Everything that is still missing, all at once, in the order of the form. Empty when the project may be published. */
export function missingDisclosures(project: Disclosure): MissingDisclosure[] {
  const blank = (text: string) => text.trim() === ''
  const missing: MissingDisclosure[] = []
  if (blank(project.name)) missing.push('name')
  if (blank(project.purpose)) missing.push('purpose')
  if (blank(project.finalClient)) missing.push('final_client')
  if (project.resultUse === null) missing.push('result_use')
  if (project.resultUse === 'other' && blank(project.resultUseDetail)) missing.push('result_use_detail')
  if (blank(project.dataDestination)) missing.push('data_destination')
  if (blank(project.dataRetention)) missing.push('data_retention')
  if (project.sensitiveCategories === null || project.sensitiveCategories.length === 0) missing.push('sensitive_categories')
  if (blank(project.contactName)) missing.push('contact_name')
  if (blank(project.contactEmail)) missing.push('contact_email')
  const first = project.chain[0]
  if (first === undefined) missing.push('chain')
  else if (first.party.trim() !== project.finalClient.trim()) missing.push('chain_starts_elsewhere')
  return missing
}
