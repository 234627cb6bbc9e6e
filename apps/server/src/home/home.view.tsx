import { hourlyRate } from '@canut/domain'
import { formatDuration, formatMoney, formatNumber, formatRate, type Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import { Chip, Empty, Facts, LinkButton, Money } from '../platform/layout/index.ts'
import { DisclosureCard, type ProjectDisclosure } from '../projects/index.ts'
import { messages } from './home.messages.ts'
import type { OpenProject } from './home.store.ts'

export interface HomeProps {
  readonly locale: Locale
  readonly isSignedIn: boolean
  readonly projects: readonly OpenProject[]
  readonly disclosures: ReadonlyMap<string, ProjectDisclosure>
}

export function Home({ locale, isSignedIn, projects, disclosures }: HomeProps) {
  const t = messages[locale]
  const { what, whose, client, pay, calm, name } = t.lines
  return (
    <div class="stack">
      <section class="home">
        <h1>{t.title}</h1>
        <p class="lead">{what}</p>
        <p>{whose}</p>
        <p>{client}</p>
        <p>{pay}</p>
        <p>{calm}</p>
        <div class="actions">
          {isSignedIn ? (
            <LinkButton href="/work">{t.seeWork}</LinkButton>
          ) : (
            <>
              <LinkButton href="/sign-up">{t.join}</LinkButton>
              <LinkButton look="quiet" href="/sign-in">
                {t.signIn}
              </LinkButton>
            </>
          )}
        </div>
      </section>
      <Projects locale={locale} projects={projects} disclosures={disclosures} />
      <Laws locale={locale} />
      <section class="stack">
        <h2>{t.requester.title}</h2>
        <p>
          {t.requester.text} <a href="/organisations">{t.requester.link}</a>
        </p>
        <p class="soft">{name}</p>
      </section>
    </div>
  )
}

function Projects({ locale, projects, disclosures }: Omit<HomeProps, 'isSignedIn'>) {
  const t = messages[locale].projects
  if (projects.length === 0) return <Empty title={t.none} why={<p>{t.noneWhy}</p>} />
  return (
    <section class="stack">
      <h2>{t.title}</h2>
      <p class="soft">{t.lead}</p>
      <ul class="cards">
        {projects.map((project) => {
          const disclosure = disclosures.get(project.projectId)
          return disclosure === undefined ? null : <Project locale={locale} project={project} disclosure={disclosure} />
        })}
      </ul>
      <p>
        <a href="/work">{t.all}</a>
      </p>
    </section>
  )
}

function Project({ locale, project, disclosure }: { locale: Locale; project: OpenProject; disclosure: ProjectDisclosure }) {
  const t = messages[locale].projects
  const { priceMicros, currency, measuredSeconds, estimateSeconds } = project
  const price = formatMoney(priceMicros, currency, locale)
  const time = formatDuration(measuredSeconds ?? estimateSeconds, locale)
  const rate = formatRate(hourlyRate(priceMicros, measuredSeconds ?? estimateSeconds), currency, locale)
  return (
    <li class="card">
      <h3>
        {disclosure.name} {project.isDemo && <Chip>{t.demo}</Chip>}
      </h3>
      <p>
        {t.client} <strong>{disclosure.finalClient}</strong>, {t.publisher} {disclosure.organisationName}
      </p>
      <p class="clamped">{disclosure.purpose}</p>
      <Facts
        locale={locale}
        arrange="list"
        facts={[
          { label: t.price, value: <Money text={price} /> },
          {
            label: t.rate,
            value: <Money text={rate} />,
            explanation: measuredSeconds === null ? t.estimated({ price, time }) : t.measured({ price, time }),
          },
          { label: t.left, value: formatNumber(project.tasksLeft, locale) },
        ]}
      />
      <details class="explain">
        <summary>
          {t.more}
          <span class="visually-hidden">: {disclosure.name}</span>
        </summary>
        <DisclosureCard locale={locale} disclosure={disclosure} heading="h4" />
      </details>
      <div class="actions">
        <LinkButton look="quiet" href={`/work/${publicId('bat', project.batchId)}`}>
          {t.open}
          <span class="visually-hidden">: {disclosure.name}</span>
        </LinkButton>
      </div>
    </li>
  )
}

function Laws({ locale }: { locale: Locale }) {
  const { title, rules, ...laws } = messages[locale].laws
  return (
    <section class="stack">
      <h2>{title}</h2>
      <ol class="laws">
        {Object.values(laws).map(({ name, text }) => (
          <li>
            <strong>{name}</strong> {text}
          </li>
        ))}
      </ol>
      <p>
        <a href="/rules">{rules}</a>
      </p>
    </section>
  )
}
