import { describe, expect, test } from 'vitest'
import { chainShare, shareLeftForWork } from './chain.ts'
import { saveProject } from './edit-project.ts'
import { missingDisclosures, type Disclosure } from './project.ts'

const client = { party: 'Musée des Tissus', role: 'client', country: 'FR', sharePercent: 0 }
const whole: Disclosure = {
  name: 'Old catalogues',
  purpose: 'Make the catalogues searchable',
  finalClient: 'Musée des Tissus',
  resultUse: 'research',
  resultUseDetail: '',
  dataDestination: 'The museum’s own server in Lyon',
  dataRetention: '5 years',
  sensitiveCategories: ['none'],
  contactName: 'Ada',
  contactEmail: 'ada@example.org',
  chain: [client],
}
const empty: Disclosure = {
  name: '',
  purpose: ' ',
  finalClient: '',
  resultUse: null,
  resultUseDetail: '',
  dataDestination: '',
  dataRetention: '',
  sensitiveCategories: null,
  contactName: '',
  contactEmail: '\n',
  chain: [],
}

describe('what a worker is told before any task', () => {
  test('lists everything that is missing at once, in the order of the form', () => {
    expect(missingDisclosures(empty)).toEqual([
      'name',
      'purpose',
      'final_client',
      'result_use',
      'data_destination',
      'data_retention',
      'sensitive_categories',
      'contact_name',
      'contact_email',
      'chain',
    ])
  })

  test('nothing is missing from a whole project', () => {
    expect(missingDisclosures(whole)).toEqual([])
  })

  test('another use of the result has to be explained', () => {
    expect(missingDisclosures({ ...whole, resultUse: 'other' })).toEqual(['result_use_detail'])
    expect(missingDisclosures({ ...whole, resultUse: 'other', resultUseDetail: 'An exhibition' })).toEqual([])
  })

  test('“none” is an answer about sensitive content, an empty list is not', () => {
    expect(missingDisclosures({ ...whole, sensitiveCategories: [] })).toEqual(['sensitive_categories'])
  })

  test('the chain begins with the final client', () => {
    expect(missingDisclosures({ ...whole, chain: [{ ...client, party: 'An agency' }] })).toEqual(['chain_starts_elsewhere'])
  })
})

describe('saving a project', () => {
  test('it may be incomplete until a batch is published, then every disclosure stays', () => {
    expect(saveProject(empty, { hasPublishedBatch: false }).ok).toBe(true)
    expect(saveProject({ ...whole, purpose: '' }, { hasPublishedBatch: true })).toEqual({
      ok: false,
      error: { kind: 'disclosure_needed_while_open', missing: ['purpose'] },
    })
  })

  test('the links cannot keep more than the whole price', () => {
    const chain = [client, { ...client, party: 'Agency', sharePercent: 60 }, { ...client, party: 'Broker', sharePercent: 40.001 }]
    expect(saveProject({ ...whole, chain }, { hasPublishedBatch: false })).toEqual({
      ok: false,
      error: { kind: 'chain_shares_above_100', total: 100.001 },
    })
  })

  test('shares are summed exactly', () => {
    const tenths = Array.from({ length: 8 }, () => ({ sharePercent: 0.1 }))
    expect(chainShare(tenths)).toBe(0.8)
    expect(shareLeftForWork(tenths)).toBe(99.2)
    expect(shareLeftForWork([])).toBe(100)
  })
})
