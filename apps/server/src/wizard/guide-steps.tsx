import type { Locale } from '../platform/i18n/index.ts'
import { messages } from './wizard.messages.ts'

const STEPS = ['kind', 'task', 'terms', 'instructions', 'publish'] as const

/** Where one is on the way to a published batch. What was done can be changed until it is published. */
export function GuideSteps({ locale, at }: { locale: Locale; at: (typeof STEPS)[number] }) {
  const t = messages[locale]
  return (
    <nav aria-label={t.steps}>
      <ol class="guide-steps">
        {STEPS.map((step) => (
          <li aria-current={step === at ? 'step' : undefined}>{t.step[step]}</li>
        ))}
      </ol>
    </nav>
  )
}
