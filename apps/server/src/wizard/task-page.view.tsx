import type { Locale } from '../platform/i18n/index.ts'
import { Button, errorsOf, ErrorSummary, Field, Notice, OnEnter, type FormProblem } from '../platform/layout/index.ts'
import { csvLine } from '../platform/tables/index.ts'
import type { Issue, TaskSetup, TaskType } from '../task-types/index.ts'
import { GuideSteps } from './guide-steps.tsx'
import { SAMPLE_ROWS } from './first-rows.ts'
import { Preview, type PreviewShown } from './preview.view.tsx'
import { messages } from './wizard.messages.ts'

export interface TaskPageProps {
  readonly locale: Locale
  readonly project: { readonly name: string; readonly path: string }
  readonly type: TaskType
  /** empty: none */
  readonly preset: string
  /** the batch whose answers become the tasks, by public id */
  readonly after: { readonly id: string; readonly name: string } | null
  /** of the project, that the page of the tasks begins with */
  readonly template: { readonly number: number; readonly name: string } | null
  readonly typed: { readonly name: string; readonly rows: string; readonly settings: unknown }
  readonly problems: readonly FormProblem[]
  readonly issues: readonly Issue[]
  /** what the rows are read by: null while the settings are not valid */
  readonly setup: TaskSetup | null
  readonly shown: PreviewShown
}

/** Where the script of the page puts the screen. */
const PREVIEW_ID = 'preview'

/** The form of the task at one side, and the screen that comes of it at the other. */
export function TaskPage(props: TaskPageProps) {
  const { locale, project, type, problems, typed, after, template, shown } = props
  const t = messages[locale]
  const action = `${project.path}/batches`
  const errors = (name: string) => errorsOf(problems, name)
  return (
    <div class="stack">
      <p>
        <a href={project.path}>← {project.name}</a>
      </p>
      <GuideSteps locale={locale} at="task" />
      <h1>{type.title[locale]}</h1>
      <p class="muted">
        {type.summary[locale]} <a href={`${action}/new`}>{t.other}</a>
      </p>
      {after !== null && (
        <Notice tone="info" locale={locale}>
          {t.after({ batch: after.name })}
        </Notice>
      )}
      {template !== null && (
        <Notice tone="info" locale={locale}>
          {t.template({ name: template.name })} <a href={`${project.path}/templates/${template.number}`}>{t.templateLink}</a>
        </Notice>
      )}
      <div class="wizard">
        <form class="form" id="wizard" method="post" action={action} enctype="multipart/form-data" data-preview={`${action}/preview`}>
          <OnEnter name="do" value="create">
            {t.create}
          </OnEnter>
          <ErrorSummary locale={locale} problems={problems} labels={{ name: t.name }} />
          <input type="hidden" name="taskType" value={type.name} />
          <input type="hidden" name="preset" value={props.preset} />
          <input type="hidden" name="after" value={after?.id ?? ''} />
          {template !== null && <input type="hidden" name="template" value={String(template.number)} />}
          <Field
            locale={locale}
            name="name"
            label={t.name}
            hint={t.nameHint}
            value={typed.name}
            required
            maxlength={200}
            errors={errors('name')}
          />
          <section class="stack">
            <h2>{t.settings}</h2>
            <type.SettingsFields settings={typed.settings} issues={props.issues} locale={locale} />
          </section>
          <Rows {...props} errors={errors} />
          <div class="actions">
            <Button>{t.create}</Button>
            <Button look="quiet" formaction={`${action}?do=show`} formnovalidate>
              {t.show}
            </Button>
          </div>
        </form>
        <section class="wizard-preview" aria-labelledby="preview-title">
          <h2 id="preview-title">{t.preview}</h2>
          <div id={PREVIEW_ID}>
            <Preview locale={locale} shown={shown} />
          </div>
        </section>
      </div>
    </div>
  )
}

function Rows({ locale, project, type, preset, setup, typed, errors }: TaskPageProps & { errors: (name: string) => string[] }) {
  const t = messages[locale]
  return (
    <section class="stack">
      <h2>{t.rows}</h2>
      {setup !== null && <Columns locale={locale} setup={setup} />}
      <p>
        <a href={`${project.path}/samples/${type.name}/${SAMPLE_ROWS}${preset === '' ? '' : `?preset=${preset}`}`} download>
          {t.example}
        </a>
        <span class="soft small"> {t.exampleWhat}</span>
      </p>
      <p class="soft small">
        {t.media}{' '}
        <a href={`${project.path}/media`} target="_blank" rel="noopener">
          {t.mediaLink}
        </a>
      </p>
      <Field
        kind="textarea"
        locale={locale}
        name="rows"
        label={t.rowsPaste}
        aside={t.rowsOptional}
        hint={t.rowsHint}
        rows={6}
        spellcheck={false}
        value={typed.rows}
        errors={errors('rows')}
      />
      <Field
        kind="file"
        locale={locale}
        name="file"
        label={t.file}
        hint={t.fileHint}
        accept=".csv,.tsv,.tab,.txt,.jsonl,.ndjson,.json,text/csv,text/tab-separated-values,application/x-ndjson"
        errors={errors('file')}
      />
    </section>
  )
}

function Columns({ locale, setup }: { locale: Locale; setup: TaskSetup }) {
  const t = messages[locale]
  const { required, optional, truth } = setup.columns
  const known = new Set(required)
  const columns = [...required, ...optional.filter((name) => !known.has(name)), ...(truth === null ? [] : [truth])]
  const why = (name: string) => (known.has(name) ? '' : name === truth ? ` (${t.truth})` : ` (${t.optional})`)
  return (
    <p>
      {t.header}{' '}
      <code>
        {[...new Set(columns)].map((name, index) => (
          <>
            {index > 0 && (
              <>
                ,<wbr />
              </>
            )}
            {csvLine([name]).trim()}
          </>
        ))}
      </code>
      <span class="soft small">
        {[...new Set(columns)]
          .filter((name) => why(name) !== '')
          .map((name) => ` ${name}${why(name)}`)
          .join(',')}
      </span>
    </p>
  )
}
