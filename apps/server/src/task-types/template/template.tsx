import type { TemplateResponse } from '@canut/contract'
import { err, ok, type Result } from '@canut/domain'
import { z } from 'zod'
import { Notice } from '../../platform/layout/index.ts'
import { openTemplate, problemSentence, readInputLines } from '../../templates/index.ts'
import { sentencesOf } from '../issue-sentence.ts'
import { judgeLabels } from '../shared/judge-labels.ts'
import { formText, membersOf } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import type { Issue, ScreenProps, TaskSetup, TaskType } from '../task-type.ts'
import { messages } from './template.messages.ts'
import { checkTemplateResponse, labelOfAnswer, linesOfAnswer, templateFiles, templateResponseSchema } from './template-response.ts'
import { fileName, filesOfRow, readTemplateRow } from './template-row.ts'
import { sample } from './template.sample.ts'
import { templateSettingsFromForm, templateSettingsSchema } from './template.settings.ts'
import { TemplateSettingsFields } from './template-settings-fields.tsx'

/** A page that the requester wrote for Ground Truth or Mechanical Turk, in a frame of its own. */
export const template: TaskType = {
  name: 'template',
  title: { en: messages.en.title, fr: messages.fr.title },
  summary: { en: messages.en.summary, fr: messages.fr.summary },
  sample,
  presets: [],
  hasCategories: false,
  settingsSchema: z.toJSONSchema(templateSettingsSchema, { io: 'input' }) as Record<string, unknown>,
  settingsScripts: ['/assets/templates.js'],
  settingsFromForm: templateSettingsFromForm,
  SettingsFields: TemplateSettingsFields,
  setUp,
}

/** Columns that every row may have under these names; the rest of what a template reads must be there. */
const OFFERED = new Set(['taskObject', 'manifestLine', 'source', 'source-ref', 'truth'])

function setUp(input: unknown): Result<TaskSetup, Issue[]> {
  const checked = templateSettingsSchema.safeParse(input)
  if (!checked.success) return err(issuesOf(checked.error, input))

  const settings = checked.data
  const { lines } = readInputLines(settings.inputs)
  const opened = openTemplate(settings.dialect, settings.source, lines)
  if (!opened.ok) return err([{ path: 'source', code: 'template_problem', params: { problem: opened.error.message } }])
  const { render, reads, optional } = opened.value
  const given = new Set([...OFFERED, ...lines.map(({ name }) => name)])
  const asked = reads.filter((name) => !given.has(name))
  const columnsOfLines = lines.flatMap((line) => ('column' in line ? [line.column] : []))
  // a layout of MTurk may hold ${…} of a script, which is no column
  const needed = settings.dialect === 'liquid' ? [...asked.filter((name) => !optional.has(name)), ...columnsOfLines] : []
  const required = [...new Set(needed)]
  const read = [...asked, ...columnsOfLines].filter((name) => !required.includes(name))
  const label = (response: unknown) => labelOfAnswer(membersOf(membersOf(response)['answer']))

  return ok({
    settings,
    scripts: ['/assets/templates.js'],
    framed: true,
    files: templateFiles,
    categories: null,
    columns: { required, optional: [...new Set(['source', 'source-ref', ...read])], truth: 'truth' },
    readRow: (row) => readTemplateRow(row, required, lines),
    mediaNames: (payload) => filesOfRow(payload, settings.files),
    responseSchema: templateResponseSchema,
    check: checkTemplateResponse,
    fromForm: (form) => parsed(formText(form, 'response.value')),
    label,
    truthLabel: label,
    judge: (response, truth) => judgeLabels(label(response), label(truth)),
    // what a page collects is of any shape: the answer that most gave is all that can be said
    consolidation: { kind: 'labels', methods: ['majority-vote'] },
    Screen: (props) => <TemplateScreen screen={props} page={render(membersOf(props.payload), grantFor(props))} />,
    describe: (response, locale) =>
      linesOfAnswer(membersOf(membersOf(response)['answer']))
        .map(({ name, text }) => `${name}${locale === 'fr' ? '\u00a0:' : ':'} ${text}`)
        .join('\n'),
    rowColumns: ['answer'],
    toRow: (response) => ({ answer: JSON.stringify(membersOf(response)['answer'] ?? {}) }),
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

function grantFor({ mediaUrl }: ScreenProps) {
  return (uri: string): string | null => {
    const name = fileName(uri)
    return name === null ? null : mediaUrl(name)
  }
}

interface TemplateScreenProps {
  readonly screen: ScreenProps
  readonly page: ReturnType<Extract<ReturnType<typeof openTemplate>, { ok: true }>['value']['render']>
}

function TemplateScreen({ screen, page }: TemplateScreenProps) {
  const { locale, id, response, readOnly = false, frameUrl = '/templates/frame', issues = [] } = screen
  const t = messages[locale]
  const name = readOnly ? `${id}.response.value` : 'response.value'
  const value = response === null || response === undefined ? '' : JSON.stringify(response)
  const errors = sentencesOf(issues, 'value', locale)
  const answer = membersOf(membersOf(response)['answer'])
  return (
    <fieldset class="fields" disabled={readOnly}>
      {errors.length > 0 && (
        <ul class="field-errors" id={`${id}-value-errors`}>
          {errors.map((message) => (
            <li>{message}</li>
          ))}
        </ul>
      )}
      {readOnly && value !== '' && <Answers answer={answer} screen={screen} />}
      {!page.ok && (
        <Notice tone="error" locale={locale} title={t.broken}>
          <p>{t.brokenWhy}</p>
          <p class="muted">{problemSentence(page.error, locale)}</p>
        </Notice>
      )}
      {/* also without a page: what was sent stays in the form, and a response cannot be given */}
      <canut-template-frame
        id={`${id}-value`}
        name={name}
        value={value}
        page={page.ok ? page.value : ''}
        src={frameUrl}
        label={t.frame}
        lang={locale}
        readonly={readOnly}
        hidden={!page.ok}
      >
        <noscript>
          <p class="notice notice-warning">{t.noScript}</p>
        </noscript>
      </canut-template-frame>
    </fieldset>
  )
}

function Answers({ answer, screen }: { answer: TemplateResponse['answer']; screen: ScreenProps }) {
  const t = messages[screen.locale]
  const linkOf = (file: string | null) => (file === null ? undefined : (screen.mediaUrl(file) ?? undefined))
  const lines = linesOfAnswer(answer)
  if (lines.length === 0) return <p class="muted">{t.nothingSent}</p>
  return (
    <dl class="answers" aria-label={t.answers}>
      {lines.map(({ name, text, file }) => (
        <div>
          <dt>
            <code>{name}</code>
          </dt>
          <dd>{linkOf(file) === undefined ? text : <a href={linkOf(file)}>{text}</a>}</dd>
        </div>
      ))}
    </dl>
  )
}
