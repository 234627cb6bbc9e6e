import { formatNumber, type Locale } from '../../platform/i18n/index.ts'
import { Button, Field, Notice } from '../../platform/layout/index.ts'
import { DIALECTS, previewTemplate, type Preview } from '../../templates/index.ts'
import { sentencesOf } from '../issue-sentence.ts'
import { membersOf, textOf } from '../shared/text-value.ts'
import type { Issue } from '../task-type.ts'
import { messages } from './template.messages.ts'
import { SOURCE_MAX_LENGTH } from './template.settings.ts'

export interface TemplateSettingsFieldsProps {
  readonly settings: unknown
  readonly issues: readonly Issue[]
  readonly locale: Locale
}

/**
 * The editor: template left, the page with an example row right, what to look at below. Without script it is a form whose
 * "Preview" posts it and shows the same; the script keeps the right side up to date while somebody types.
 */
export function TemplateSettingsFields({ settings, issues, locale }: TemplateSettingsFieldsProps) {
  const t = messages[locale]
  const { dialect, source, inputs, files, example } = membersOf(settings)
  const common = (name: string) => ({ locale, name, errors: sentencesOf(issues, name, locale) })
  const chosen = DIALECTS.find((each) => each === dialect) ?? 'liquid'
  const draft = { dialect: chosen, source: textOf(source), inputs: textOf(inputs), example: textOf(example) }
  return (
    <canut-template-editor lang={locale} class="template-editor" data-open={t.openFile} data-line={t.line({ line: '…' })}>
      <div class="template-editor-fields stack">
        <Field
          {...common('dialect')}
          kind="radios"
          label={t.dialect}
          required
          value={chosen}
          options={DIALECTS.map((value) => ({ value, label: t.dialects[value] }))}
        />
        <Field
          {...common('source')}
          kind="textarea"
          label={t.source}
          hint={t.sourceHint({ max: formatNumber(SOURCE_MAX_LENGTH, locale) })}
          required
          rows={24}
          spellcheck={false}
          value={draft.source}
        />
        <Field
          {...common('example')}
          kind="textarea"
          label={t.example}
          hint={t.exampleHint}
          rows={3}
          spellcheck={false}
          value={draft.example}
        />
        <Field
          {...common('inputs')}
          kind="textarea"
          label={t.inputs}
          hint={t.inputsHint}
          rows={3}
          spellcheck={false}
          value={draft.inputs}
        />
        <Field
          {...common('files')}
          label={t.files}
          hint={t.filesHint}
          value={Array.isArray(files) ? files.map(String).join(', ') : 'source-ref'}
          maxlength={2000}
          spellcheck={false}
        />
        <div class="actions">
          <Button look="quiet" name="do" value="compute" formnovalidate>
            {t.preview}
          </Button>
        </div>
      </div>
      <PreviewPane preview={previewTemplate(draft, locale)} locale={locale} />
    </canut-template-editor>
  )
}

function PreviewPane({ preview, locale }: { preview: Preview; locale: Locale }) {
  const t = messages[locale]
  const { problem, findings } = preview
  return (
    <section class="template-editor-preview stack" aria-label={t.previewTitle}>
      <h3>{t.previewTitle}</h3>
      <div data-part="problem" hidden={problem === null}>
        <Notice tone="error" locale={locale} title={t.broken}>
          <p data-part="problem-text">{problem}</p>
        </Notice>
      </div>
      <canut-template-frame page={preview.html ?? ''} src="/templates/frame" label={t.previewTitle} lang={locale} preview>
        <noscript>
          <p class="muted">{t.previewWait}</p>
        </noscript>
      </canut-template-frame>
      <h3>{t.lintTitle}</h3>
      <p data-part="nothing" hidden={findings.length > 0}>
        {t.lintNothing}
      </p>
      <ul data-part="findings" class="template-findings">
        {findings.map(({ line, sentence }) => (
          <li>
            {line !== null && <strong>{t.line({ line: formatNumber(line, locale) })}</strong>} {sentence}
          </li>
        ))}
      </ul>
    </section>
  )
}
