import { z } from 'zod'
import { InstantView, publicIdOf } from './common.ts'
import { CountryCode, lineText, longText } from './text.ts'

export const CHAIN_MAX = 8

export const ResultUse = z.enum(['train_ai', 'verify_ai', 'stand_in_for_ai', 'research', 'other'])
export const SensitiveCategory = z.enum(['none', 'violence', 'sexual', 'hate', 'self_harm', 'medical', 'personal_data'])

const isDecimal = (value: number, decimals: number) => Math.abs(value * 10 ** decimals - Math.round(value * 10 ** decimals)) < 1e-6

export const ChainLinkInput = z.strictObject({
  party: lineText(200, 1),
  role: lineText(100, 1),
  country: CountryCode,
  /** share of the client's price that this link keeps, per cent, at most three decimals */
  sharePercent: z
    .number()
    .min(0)
    .max(100)
    .refine((share) => isDecimal(share, 3), { params: { code: 'decimals' } }),
})
export type ChainLinkInput = z.infer<typeof ChainLinkInput>

const SensitiveCategories = z
  .array(SensitiveCategory)
  .max(7)
  .refine((list) => new Set(list).size === list.length, { params: { code: 'chosen_twice' } })
  .refine((list) => list.length < 2 || !list.includes('none'), { params: { code: 'none_alone' } })

const disclosures = {
  purpose: longText(4000),
  finalClient: lineText(200),
  resultUse: ResultUse.nullable(),
  resultUseDetail: longText(2000),
  dataDestination: longText(2000),
  dataRetention: longText(1000),
  /** null: the question was not answered yet; `["none"]` is an answer */
  sensitiveCategories: SensitiveCategories.nullable(),
  contactName: lineText(200),
  contactEmail: z
    .string()
    .trim()
    .max(320)
    .refine((text) => text === '' || z.regexes.email.test(text), { params: { code: 'email' } }),
  /** BCP 47 tag of the content, such as `fr`; null when it has no language */
  language: z.string().trim().max(35).nullable(),
  chain: z.array(ChainLinkInput).max(CHAIN_MAX),
}

/** All disclosures may come later: what is missing is listed in the answer and stops only the publication. */
export const ProjectInput = z.strictObject({ name: lineText(200, 1), taskType: lineText(60, 1), ...partial() })
export type ProjectInput = z.infer<typeof ProjectInput>

export const ProjectPatch = z
  .strictObject({ name: lineText(200, 1).optional(), taskType: lineText(60, 1).optional(), ...partial() })
  .refine((patch) => Object.values(patch).some((value) => value !== undefined), { params: { code: 'nothing_to_change' } })
export type ProjectPatch = z.infer<typeof ProjectPatch>

/** Written out field by field, so that the types stay readable. */
function partial() {
  return {
    purpose: disclosures.purpose.optional(),
    finalClient: disclosures.finalClient.optional(),
    resultUse: disclosures.resultUse.optional(),
    resultUseDetail: disclosures.resultUseDetail.optional(),
    dataDestination: disclosures.dataDestination.optional(),
    dataRetention: disclosures.dataRetention.optional(),
    sensitiveCategories: disclosures.sensitiveCategories.optional(),
    contactName: disclosures.contactName.optional(),
    contactEmail: disclosures.contactEmail.optional(),
    language: disclosures.language.optional(),
    chain: disclosures.chain.optional(),
  }
}

export const ProjectSummaryView = z.object({
  id: publicIdOf('prj'),
  name: z.string(),
  /** what a batch is unless told; that of the first batch, and empty before it, where none was given */
  taskType: z.string(),
  finalClient: z.string(),
  createdAt: InstantView,
})

export const ProjectView = ProjectSummaryView.extend({
  organisationId: publicIdOf('org'),
  purpose: z.string(),
  resultUse: ResultUse.nullable(),
  resultUseDetail: z.string(),
  dataDestination: z.string(),
  dataRetention: z.string(),
  sensitiveCategories: z.array(SensitiveCategory).nullable(),
  contactName: z.string(),
  contactEmail: z.string(),
  language: z.string().nullable(),
  chain: z.array(z.object({ party: z.string(), role: z.string(), country: z.string(), sharePercent: z.number() })),
  /** what must still be told before a batch can be published; empty when nothing is missing */
  missing: z.array(z.string()),
  updatedAt: InstantView,
})
export type ProjectView = z.infer<typeof ProjectView>
