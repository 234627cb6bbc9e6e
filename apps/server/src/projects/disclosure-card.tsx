import { shareLeftForWork, type ChainLink } from '@canut/domain'
import type { Child } from 'hono/jsx'
import { countryName, formatPercent, languageName, type Locale } from '../platform/i18n/index.ts'
import { Facts, type Fact } from '../platform/layout/index.ts'
import { messages, resultUses, sensitiveCategories } from './projects.messages.ts'
import type { ProjectDisclosure } from './projects.store.ts'

interface DisclosureCardProps {
  readonly locale: Locale
  readonly disclosure: ProjectDisclosure
  /** the level of its title in the outline of the page */
  readonly heading?: 'h2' | 'h3' | 'h4'
}

/** Law 1 on one card: for whom, why, through whom, where the data go, what may be seen, who answers. */
export function DisclosureCard({ locale, disclosure, heading: Heading = 'h2' }: DisclosureCardProps) {
  const t = messages[locale].card
  const told = (text: string): Child => (text.trim() === '' ? <span class="soft">{t.unknown}</span> : text)
  const facts: Fact[] = [
    { label: t.client, value: told(disclosure.finalClient) },
    { label: t.publisher, value: disclosure.organisationName },
    { label: t.purpose, value: <Lines>{told(disclosure.purpose)}</Lines> },
    { label: t.use, value: <ResultUse locale={locale} disclosure={disclosure} /> },
    { label: t.chain, value: <Chain locale={locale} chain={disclosure.chain} /> },
    { label: t.destination, value: <Lines>{told(disclosure.dataDestination)}</Lines> },
    { label: t.retention, value: <Lines>{told(disclosure.dataRetention)}</Lines> },
    { label: t.sensitive, value: told(sensitiveText(disclosure, locale)) },
    ...(disclosure.language === null ? [] : [{ label: t.language, value: languageName(disclosure.language, locale) }]),
    { label: t.contact, value: <Contact locale={locale} disclosure={disclosure} /> },
  ]
  return (
    <section class="card disclosure">
      <Heading>{t.title}</Heading>
      <Facts locale={locale} arrange="list" facts={facts} />
    </section>
  )
}

function sensitiveText({ sensitiveCategories: chosen }: ProjectDisclosure, locale: Locale): string {
  return (chosen ?? []).map((category) => sensitiveCategories[locale][category]).join(', ')
}

function Lines({ children }: { children?: Child }) {
  return <span class="lines">{children}</span>
}

function ResultUse({ locale, disclosure }: DisclosureCardProps) {
  const { resultUse, resultUseDetail } = disclosure
  if (resultUse === null) return <span class="soft">{messages[locale].card.unknown}</span>
  return (
    <span class="lines">
      {resultUses[locale][resultUse]}
      {resultUseDetail !== '' && `\n${resultUseDetail}`}
    </span>
  )
}

function Contact({ locale, disclosure: { contactName, contactEmail } }: DisclosureCardProps) {
  if (contactName === '' && contactEmail === '') return <span class="soft">{messages[locale].card.unknown}</span>
  return (
    <>
      {contactName} {contactEmail !== '' && <a href={`mailto:${contactEmail}`}>{contactEmail}</a>}
    </>
  )
}

/** The links in order, with what each keeps and what is left for the work. */
function Chain({ locale, chain }: { locale: Locale; chain: readonly ChainLink[] }) {
  const t = messages[locale].card
  if (chain.length === 0) return <span class="soft">{t.unknown}</span>
  const percent = (share: number) => formatPercent(share / 100, locale, 3)
  return (
    <div class="chain">
      <p class="soft">{t.chainLead}</p>
      <ol>
        {chain.map(({ party, role, country, sharePercent }) => (
          <li>
            <strong>{party}</strong>, {role}, {countryName(country, locale)} — {t.keeps({ share: percent(sharePercent) })}
          </li>
        ))}
      </ol>
      <p>{t.left({ share: percent(shareLeftForWork(chain)) })}</p>
    </div>
  )
}
