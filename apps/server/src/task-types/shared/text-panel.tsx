import type { Locale } from '../../platform/i18n/index.ts'
import { messages } from '../task-types.messages.ts'

export interface TextPanelProps {
  text: string
  context?: string | undefined
  /** language tag of the text; '' when unknown */
  language: string
  locale: Locale
}

/** The text of a task as it is: data, never markup. Direction follows its first strong letter. */
export function TextPanel({ text, context, language, locale }: TextPanelProps) {
  const lang = language === '' ? undefined : language
  return (
    <>
      {context !== undefined && (
        <div>
          <p class="soft small">{messages[locale].context}</p>
          <p class="pre" dir="auto" lang={lang}>
            {context}
          </p>
        </div>
      )}
      <div class="task-text" dir="auto" lang={lang}>
        {text}
      </div>
    </>
  )
}
