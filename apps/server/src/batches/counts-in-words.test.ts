import { describe, expect, it } from 'vitest'
import { messages as form } from './form.messages.ts'
import { messages as overview } from './overview.messages.ts'
import { messages as steps } from './steps.messages.ts'

describe('sentences that count', () => {
  it('agree with one task, and with none', () => {
    expect(steps.en.remove.what({ tasks: 1 })).toContain('its 1 task,')
    expect(steps.fr.remove.what({ tasks: 0 })).toContain('sa 0 tâche,')
    expect(steps.en.empty.what({ tasks: 1 })).toContain('The one task is taken out')
    expect(steps.fr.empty.what({ tasks: 1 })).toContain('La seule tâche est retirée')
    expect(form.en.settingsFixed({ tasks: 1 })).toContain('The task of this batch was')
    expect(form.fr.settingsFixed({ tasks: 1 })).toContain('La tâche de ce lot a été vérifiée')
  })

  it('agree with many', () => {
    expect(steps.en.remove.what({ tasks: 1200 })).toContain('its 1,200 tasks,')
    expect(steps.fr.empty.what({ tasks: 4 })).toContain('Les 4 tâches sont retirées')
    expect(form.en.settingsFixed({ tasks: 4 })).toContain('The 4 tasks of this batch were')
  })

  it('agree with each count by itself, where there are several', () => {
    expect(steps.en.close.owedWhy({ undecided: 1, held: 2, each: '€1' })).toContain('1 response under review and 2 tasks in')
    expect(steps.fr.close.owedWhy({ undecided: 2, held: 0, each: '1 €' })).toContain('2 réponses en relecture et 0 tâche en main')
    expect(overview.en.stepProjectMissing({ count: 1 })).toContain('1 answer is missing')
    expect(overview.fr.stepProjectMissing({ count: 2 })).toContain('il manque 2 réponses')
  })
})
