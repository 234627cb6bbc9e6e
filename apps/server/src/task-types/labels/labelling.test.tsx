import { describe, expect, it } from 'vitest'
import { parse, screenOf, sent } from '../../testing/task-screens.tsx'
import { findTaskType, getTaskSetup } from '../index.ts'

const labels = [{ value: 'keep' }, { value: 'remove', en: 'Remove' }]
const reasons = [{ value: 'ads', en: 'Advertising' }, { value: 'rude' }]
const reasoned = getTaskSetup('text-class', { labels, reasons, reasonsFor: ['remove'] })
const scale = getTaskSetup('text-class', { labels: ['0', '1', '2', '3'].map((value) => ({ value })), ordered: true, stepsOff: 1 })
const covered = getTaskSetup('text-class', { labels, covered: true })
const issuesOf = (result: { ok: boolean; error?: unknown }): unknown => (result.ok ? [] : result.error)

describe('reasons', () => {
  it('are kept in the order of the settings, and left out when there are none', () => {
    expect(reasoned.check({ label: 'remove', reasons: ['rude', 'ads', 'rude'] }, {})).toEqual({
      ok: false,
      error: [{ path: 'reasons', code: 'too_many', params: {} }],
    })
    expect(reasoned.check({ label: 'remove', reasons: ['rude', 'ads'] }, {})).toMatchObject({ value: { reasons: ['ads', 'rude'] } })
    expect(reasoned.check({ label: 'keep', reasons: [] }, {})).toEqual({ ok: true, value: { label: 'keep' } })
  })

  it('are needed for the labels that ask for one, and for no others', () => {
    expect(issuesOf(reasoned.check({ label: 'remove' }, {}))).toEqual([{ path: 'reasons', code: 'choose_reason', params: {} }])
    expect(reasoned.check({ label: 'keep' }, {}).ok).toBe(true)
  })

  it('come back from the form, and have columns of their own', () => {
    const response = { label: 'remove', reasons: ['ads'] }
    const html = screenOf(reasoned, { payload: { text: 'a' }, response })
    expect(reasoned.fromForm(sent(html))).toEqual(response)
    expect(reasoned.rowColumns).toEqual(['reason:ads', 'reason:rude'])
    expect(reasoned.toRow(response)).toEqual({ 'reason:ads': '1', 'reason:rude': '0' })
    expect(reasoned.describe(response, 'en')).toBe('Remove (Advertising)')
  })

  it('of a gold row are read beside its label, and do not decide whether an answer is right', () => {
    const row = reasoned.readRow({ text: 'a', truth: 'remove', truth_reasons: 'rude|ads' })
    expect(row).toMatchObject({ value: { truth: { label: 'remove', reasons: ['ads', 'rude'] } } })
    expect(issuesOf(reasoned.readRow({ text: 'a', truth: 'remove', truth_reasons: 'cold' }))).toEqual([
      { path: 'truth_reasons', code: 'unknown_label', params: { value: 'cold', known: 'ads, rude' } },
    ])
    expect(reasoned.judge({ label: 'remove', reasons: ['ads'] }, { label: 'remove' })).toEqual({ right: true, score: 1 })
  })
})

describe('a scale', () => {
  it('judges by steps, and has its order known to the methods', () => {
    expect(scale.judge({ label: '2' }, { label: '3' })).toEqual({ right: true, score: 2 / 3 })
    expect(scale.judge({ label: '1' }, { label: '3' })).toEqual({ right: false, score: 1 / 3 })
    expect(scale.consolidation).toMatchObject({ kind: 'labels', ordered: ['0', '1', '2', '3'] })
    expect(scale.consolidation?.methods[0]).toBe('ordinal-dawid-skene')
  })
})

describe('a cover', () => {
  it('hides the content behind something that opens without script, with what is on it said before', () => {
    const html = screenOf(covered, {
      payload: { text: 'the text', warning: 'Insults' },
      exposure: { categories: ['hate'], blurPercent: 35 },
    })
    const details = parse(html).querySelector('canut-cover[strength="35"] details')
    expect(details?.hasAttribute('open')).toBe(false)
    expect(details?.querySelector('summary')?.textContent).toContain('It may show: hate.')
    expect(details?.querySelector('summary')?.textContent).toContain('Insults')
    expect(details?.querySelector('[data-covered] .task-text')?.textContent).toBe('the text')
    expect(covered.scripts).toEqual(['/assets/cover.js'])
  })
})

describe('the settings', () => {
  it.each([
    [{ ordered: true, none: true }, 'ordered', 'scale_of_one'],
    [{ ordered: true, multiple: true }, 'ordered', 'scale_of_one'],
    [{ stepsOff: 1.5 }, 'stepsOff', 'not_a_count'],
    [{ reasons: [{ value: 'a' }, { value: 'a' }] }, 'reasons', 'repeated_value'],
    [{ reasonsFor: ['keep'] }, 'reasonsFor', 'reasons_missing'],
    [{ reasons, reasonsFor: ['gone'] }, 'reasonsFor', 'unknown_label'],
  ])('%j are refused at %s: %s', (settings, path, code) => {
    const result = findTaskType('text-class')?.setUp({ labels, ...settings })
    expect(result?.ok === false ? result.error : []).toEqual([expect.objectContaining({ path, code })])
  })
})
