import type { Locale } from '../../platform/i18n/index.ts'
import { messages } from '../task-types.messages.ts'

export interface TextPanelProps {
  text: string
  context?: string | undefined
  /** what the context is called; '' for the usual word */
  contextName?: string | undefined
  /** language tag of the text; '' when unknown */
  language: string
  locale: Locale
}

/** The text of a task as it is: data, never markup. Direction follows its first strong letter. */
export function TextPanel({ text, context, contextName, language, locale }: TextPanelProps) {
  return (
    <>
      {context !== undefined && <Context text={context} name={contextName} language={language} locale={locale} />}
      <div class="task-text" dir="auto" lang={language === '' ? undefined : language}>
        {text}
      </div>
    </>
  )
}

export interface ContextProps {
  text: string
  name?: string | undefined
  language: string
  locale: Locale
}

/** What helps to judge the content, and is not judged itself: the comment before, the search. */
export function Context({ text, name = '', language, locale }: ContextProps) {
  return (
    <div>
      <p class="soft small">{name === '' ? messages[locale].context : name}</p>
      <p class="pre" dir="auto" lang={language === '' ? undefined : language}>
        {text}
      </p>
    </div>
  )
}
