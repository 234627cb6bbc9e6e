import { formatMoney, type Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import type { Mail } from '../platform/mail/mailbox.ts'
import { messages } from './digests.messages.ts'
import type { WishedBatch } from './digests.store.ts'

export interface Digest {
  readonly locale: Locale
  readonly name: string
  readonly batches: readonly WishedBatch[]
  readonly publicUrl: string
}

/** Says what was asked for, once, and how to take other requests back. Nothing in it urges. */
export function writeDigest({ locale, name, batches, publicUrl }: Digest): Pick<Mail, 'subject' | 'text'> {
  const t = messages[locale].mail
  const lines = batches.map((batch) => {
    const price = formatMoney(batch.priceMicros, batch.currency, locale)
    // names are one line, whatever was typed
    return `- ${t.line({ batch: oneLine(batch.name), project: oneLine(batch.project), client: oneLine(batch.client), price })}\n  ${publicUrl}/work/${publicId('bat', batch.id)}`
  })
  const text = [t.hello({ name }), t.asked, lines.join('\n\n'), t.once, t.others({ link: `${publicUrl}/me/wishes` })].join('\n\n')
  return { subject: t.subject, text: `${text}\n` }
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim()
