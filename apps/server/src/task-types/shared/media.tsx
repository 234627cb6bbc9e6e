import type { Issue, ScreenProps } from '../task-type.ts'
import { messages } from '../task-types.messages.ts'
import { excerpt, readText } from './text-value.ts'

const NAME_MAX_LENGTH = 255
const CONTROL_CHARACTER = /\p{Cc}/u
const ADDRESS = /^\s*(?:[a-z][a-z0-9+.-]*:)?\/\//i

/**
 * The name of an uploaded file in a cell. Addresses are refused: a worker's browser asks nobody but this server, so that no
 * third party learns who works when.
 */
export function readMediaName(value: unknown, path: string, rule: { required?: boolean }, issues: Issue[]): string {
  const name = readText(value, path, { max: NAME_MAX_LENGTH, ...rule }, issues).trim()
  if (ADDRESS.test(name)) issues.push({ path, code: 'media_address', params: { value: excerpt(name) } })
  else if (CONTROL_CHARACTER.test(name)) issues.push({ path, code: 'media_name', params: {} })
  return name
}

export interface TaskImageProps {
  name: string
  /** for people who cannot see it */
  alt?: string | undefined
  /** language tag of the description; '' when unknown */
  language: string
  screen: ScreenProps
}

export function TaskImage({ name, alt, language, screen }: TaskImageProps) {
  const t = messages[screen.locale]
  const address = screen.mediaUrl(name)
  if (address === null) return <MissingMedia name={name} screen={screen} />
  return (
    <div>
      <div class="task-media">
        <img src={address} alt={alt ?? t.noDescription} lang={alt === undefined || language === '' ? undefined : language} />
      </div>
      <p class="small">
        <a href={address} target="_blank" rel="noopener noreferrer">
          {t.openImage} {t.newTab}
        </a>
      </p>
    </div>
  )
}

export function TaskAudio({ name, screen }: { name: string; screen: ScreenProps }) {
  const address = screen.mediaUrl(name)
  if (address === null) return <MissingMedia name={name} screen={screen} />
  return (
    <div class="task-media">
      <audio controls preload="auto" src={address} aria-label={messages[screen.locale].audio} />
    </div>
  )
}

interface TaskVideoProps {
  name: string
  screen: ScreenProps
  /** which of several in the screen: unique in it */
  place?: string
}

/** Never plays by itself: a sound that begins on its own covers what a screen reader says. */
export function TaskVideo({ name, screen, place = 'only' }: TaskVideoProps) {
  const t = messages[screen.locale]
  const address = screen.mediaUrl(name)
  if (address === null) return <MissingMedia name={name} screen={screen} />
  const help = `${screen.id}-film-help-${place}`
  return (
    <div>
      <div class="task-media">
        <video controls preload="metadata" playsinline src={address} aria-label={t.film} aria-describedby={help} />
      </div>
      <p class="small soft" id={help}>
        {t.filmKeys}
      </p>
    </div>
  )
}

export function MissingMedia({ name, screen }: { name: string; screen: ScreenProps }) {
  return <p class="notice notice-warning">{messages[screen.locale].missingMedia({ name: excerpt(name) })}</p>
}
