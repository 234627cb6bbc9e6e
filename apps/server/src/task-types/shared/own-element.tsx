import type { Child, FC } from 'hono/jsx'
import { sentencesOf } from '../issue-sentence.ts'
import type { ScreenProps } from '../task-type.ts'
import { ElementField } from './element-value.tsx'

export interface OwnElementProps {
  /** its tag, which begins with `canut-` */
  tag: `canut-${string}`
  /** the member of the response that it stands for; `value` for the whole of it */
  path?: string
  /** what it has collected so far, as text */
  value: string
  screen: ScreenProps
  attributes?: Readonly<Record<string, string | undefined>>
  /** light DOM of the element */
  children?: Child
}

/** One of our elements as the control of a response, with what is wrong beside it, and a notice where no script runs. */
export function OwnElement({ tag, path = 'value', value, screen, attributes = {}, children }: OwnElementProps) {
  // to the renderer a tag is a text; its types know only the tags of HTML
  const Tag = tag as unknown as FC<Record<string, unknown>>
  const { locale, readOnly = false } = screen
  const id = `${screen.id}-${path}`
  const errors = sentencesOf(screen.issues ?? [], path, locale)
  return (
    <ElementField id={id} errors={errors} locale={locale} needsScript={!readOnly}>
      <Tag
        id={id}
        {...(readOnly ? { disabled: true } : { name: `response.${path}` })}
        value={value}
        lang={locale}
        aria-describedby={errors.length > 0 ? `${id}-errors` : undefined}
        {...attributes}
      >
        {children}
      </Tag>
    </ElementField>
  )
}
