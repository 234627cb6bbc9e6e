import type { Issue, ScreenProps } from '../task-type.ts'
import { readMediaName, TaskAudio, TaskImage, TaskVideo } from './media.tsx'
import { TextPanel } from './text-panel.tsx'
import { readText } from './text-value.ts'

/** What a column holds: the text itself, or the name of an uploaded file. */
export const MATERIAL_KINDS = ['text', 'image', 'audio', 'video'] as const
export type MaterialKind = (typeof MATERIAL_KINDS)[number]

export function readMaterial(kind: MaterialKind, value: unknown, path: string, rule: { required?: boolean }, issues: Issue[]): string {
  return kind === 'text' ? readText(value, path, rule, issues) : readMediaName(value, path, rule, issues)
}

interface MaterialProps {
  readonly kind: MaterialKind
  readonly value: string
  /** language tag; '' when unknown */
  readonly language: string
  readonly screen: ScreenProps
  /** which of several in the screen: unique in it */
  readonly place: string
}

export function Material({ kind, value, language, screen, place }: MaterialProps) {
  if (kind === 'image') return <TaskImage name={value} language={language} screen={screen} />
  if (kind === 'audio') return <TaskAudio name={value} screen={screen} />
  if (kind === 'video') return <TaskVideo name={value} screen={screen} place={place} />
  return <TextPanel text={value} language={language} locale={screen.locale} />
}
