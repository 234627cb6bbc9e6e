import type { SentFile } from '@canut/contract'
import { MEDIA_KINDS, type MediaKind } from '../../platform/uploads/index.ts'
import { OwnElement } from '../shared/own-element.tsx'
import type { ScreenProps } from '../task-type.ts'
import { messages } from '../task-types.messages.ts'
import { fieldName, type EntryField } from './collect.settings.ts'
import type { EntryValue } from './entry-values.ts'
import { acceptedBy, isSentFiles, maxBytesOf } from './sent-files.ts'

/** Named one by one, so that phones give a photo in one of these and not in the format of their own camera. */
const ACCEPT: Readonly<Record<MediaKind, string>> = {
  image: 'image/jpeg,image/png,image/webp,image/gif,image/avif',
  audio: 'audio/*',
  video: 'video/mp4,video/webm',
}
/** What the server takes of a picture; told at once where the browser can tell. */
const MOST_PIXELS = 100_000_000

interface FileControlProps {
  field: EntryField
  value: EntryValue
  required: boolean
  keepLocation: boolean
  screen: ScreenProps
}

/** Photos or files: an element with the browser's own choice of files in it. Read only, and where no script runs, links to what was sent. */
export function FileControl({ field, value, required, keepLocation, screen }: FileControlProps) {
  const { locale, readOnly = false, mediaUrl } = screen
  const sent = isSentFiles(value) ? value : []
  const addresses = Object.fromEntries(sent.flatMap(({ file }) => (mediaUrl(file) === null ? [] : [[file, mediaUrl(file)]])))
  const label = fieldName(field, locale)
  return (
    <div class="field">
      <label for={`${screen.id}-${field.name}`}>
        {label}
        {!field.required && <span class="field-optional"> ({messages[locale].optional})</span>}
      </label>
      <OwnElement
        tag="canut-files"
        path={field.name}
        value={sent.length === 0 ? '' : JSON.stringify(sent)}
        screen={screen}
        attributes={{
          label,
          accept: MEDIA_KINDS.filter((kind) => acceptedBy(field).includes(kind))
            .map((kind) => ACCEPT[kind])
            .join(','),
          camera: field.kind === 'photo' ? '' : undefined,
          required: required && !readOnly ? '' : undefined,
          fewest: String(field.fewest),
          most: String(field.most),
          'max-bytes': String(maxBytesOf(field)),
          'max-pixels': String(MOST_PIXELS),
          place: keepLocation && field.kind === 'photo' ? '' : undefined,
          addresses: JSON.stringify(addresses),
        }}
      >
        {sent.map((file) => (
          <SentLink file={file} address={addresses[file.file] ?? null} />
        ))}
      </OwnElement>
    </div>
  )
}

function SentLink({ file: { name, type = '' }, address }: { file: SentFile; address: string | null }) {
  if (address === null) return <p>{name}</p>
  return (
    <a href={address} target="_blank" rel="noopener noreferrer">
      {type.startsWith('image/') ? <img src={address} alt={name} width="160" loading="lazy" /> : name}
    </a>
  )
}
