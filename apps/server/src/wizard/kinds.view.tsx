import type { ListPage } from '../platform/db/page.ts'
import { formatNumber, type Locale } from '../platform/i18n/index.ts'
import type { SavedTemplate } from '../saved-templates/index.ts'
import { taskTypes, type SampleSet, type TaskType } from '../task-types/index.ts'
import { svgAddress } from './first-rows.ts'
import { GuideSteps } from './guide-steps.tsx'
import { messages } from './wizard.messages.ts'

export interface KindsProps {
  readonly locale: Locale
  /** where a choice leads: the query is added */
  readonly action: string
  readonly project: { readonly name: string; readonly path: string; readonly taskType: string }
  /** of the project, the newest */
  readonly templates: ListPage<SavedTemplate>
}

interface Kind {
  readonly query: string
  readonly title: string
  readonly summary: string
  readonly sample: SampleSet
  readonly isOwn: boolean
}

/** Every kind of task, the project's own first, and the uses that come with their settings made up. */
export function KindsPage({ locale, action, project, templates }: KindsProps) {
  const t = messages[locale]
  const isOwn = (type: TaskType) => type.name === project.taskType
  const kinds = taskTypes
    .toSorted((a, b) => Number(isOwn(b)) - Number(isOwn(a)))
    .map((type) => ({
      query: `type=${type.name}`,
      title: type.title[locale],
      summary: type.summary[locale],
      sample: type.sample,
      isOwn: isOwn(type),
    }))
  const presets = taskTypes.flatMap((type) =>
    type.presets.map((preset) => ({
      query: `type=${type.name}&preset=${preset.name}`,
      title: preset.title[locale],
      summary: preset.summary[locale],
      sample: preset.sample,
      isOwn: false,
    })),
  )
  return (
    <div class="stack">
      <p>
        <a href={project.path}>← {project.name}</a>
      </p>
      <GuideSteps locale={locale} at="kind" />
      <h1>{t.kindsTitle}</h1>
      <p class="lead">{t.kindsLead}</p>
      {templates.items.length > 0 && (
        <section class="stack">
          <h2>{t.templates}</h2>
          <ul>
            {templates.items.map(({ template, name, version }) => (
              <li>
                <a href={`${action}?type=template&template=${template}`}>{name}</a>{' '}
                <span class="soft">{t.version({ version: formatNumber(version, locale) })}</span>
              </li>
            ))}
          </ul>
          {templates.nextCursor !== null && <a href={`${project.path}/templates`}>{t.allTemplates}</a>}
        </section>
      )}
      <section class="stack">
        <h2>{t.all}</h2>
        <Cards locale={locale} action={action} kinds={kinds} />
      </section>
      {presets.length > 0 && (
        <section class="stack">
          <h2>{t.ready}</h2>
          <Cards locale={locale} action={action} kinds={presets} />
        </section>
      )}
    </div>
  )
}

function Cards({ locale, action, kinds }: { locale: Locale; action: string; kinds: readonly Kind[] }) {
  const t = messages[locale]
  return (
    <ul class="cards kinds">
      {kinds.map(({ query, title, summary, sample, isOwn }) => (
        <li class="card kind">
          <Picture sample={sample} />
          <h3>
            <a href={`${action}?${query}`}>{title}</a>
          </h3>
          {isOwn && <p class="chip">{t.own}</p>}
          <p class="soft">{summary}</p>
        </li>
      ))}
    </ul>
  )
}

/** What a task of the kind is about: the first drawing of the sample, else a sound where it has some, else the beginning of its text. */
function Picture({ sample }: { sample: SampleSet }) {
  const drawing = sample.drawings.find(({ name }) => /\.(png|jpe?g|svg|webp)$/i.test(name)) ?? sample.drawings[0]
  if (drawing !== undefined)
    return (
      <div class="kind-picture">
        <img src={svgAddress(drawing.svg)} alt="" loading="lazy" />
      </div>
    )
  const row = sample.rows[0] ?? {}
  const isHeard = (sample.sounds ?? []).length > 0
  const text = isHeard ? undefined : (row['text'] ?? row['sentence'] ?? row['source'] ?? row['prompt'])
  return (
    <div class="kind-picture" aria-hidden="true">
      {text === undefined ? <Wave /> : <p>{text.slice(0, 140)}</p>}
    </div>
  )
}

/** A sound, as a row of bars. */
function Wave() {
  const heights = [4, 10, 18, 28, 20, 34, 26, 14, 30, 38, 22, 12, 20, 8, 5]
  return (
    <svg viewBox="0 0 120 44" width="120" height="44">
      {heights.map((height, index) => (
        <rect x={index * 8} y={22 - height / 2} width="4" height={height} rx="2" fill="currentColor" />
      ))}
    </svg>
  )
}
