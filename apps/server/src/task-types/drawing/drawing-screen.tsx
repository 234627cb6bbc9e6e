import type { Child } from 'hono/jsx'
import { sentencesOf } from '../issue-sentence.ts'
import { optionName, type LabelOption } from '../labels/label-settings.ts'
import { MissingMedia } from '../shared/media.tsx'
import { Suggested } from '../shared/suggested.tsx'
import type { ScreenProps } from '../task-type.ts'
import type { DrawingPayload } from './drawing-rows.ts'
import type { CommonSettings, ShapeQuestion } from './drawing-settings.ts'
import { messages } from './drawing.messages.ts'

export const DRAWING_SCRIPT = '/assets/drawing.js'

interface Skeleton {
  readonly points: readonly LabelOption[]
  /** pairs of values of points */
  readonly edges: readonly (readonly string[])[]
}

export interface DrawingScreenProps {
  readonly screen: ScreenProps
  /** the member of the response that the drawing is about */
  readonly member: string
  readonly tool: 'box' | 'polygon' | 'polyline' | 'line' | 'keypoints'
  readonly settings: CommonSettings & { readonly attributes?: readonly ShapeQuestion[]; readonly minSize?: number }
  readonly noCrossing?: boolean
  readonly skeleton?: Skeleton & { readonly own: readonly (Skeleton & { readonly label: string })[] }
}

/** The picture with `<canut-drawing>` over it: one field of the form, whose value is the response as JSON. */
export function DrawingScreen(props: DrawingScreenProps) {
  const { screen, tool, settings } = props
  const { prediction } = screen.payload as DrawingPayload
  const named = namesIn(screen.locale)
  return (
    <PictureScreen {...props} ask={messages[screen.locale].ask[tool]}>
      {(field) => (
        <canut-drawing
          {...field}
          tool={tool}
          questions={
            settings.attributes === undefined || settings.attributes.length === 0
              ? undefined
              : JSON.stringify(settings.attributes.map((each) => questionOf(each, named)))
          }
          skeleton={props.skeleton === undefined ? undefined : JSON.stringify(skeletonOf(props.skeleton, named))}
          min-size={settings.minSize}
          no-crossing={props.noCrossing === true ? '' : undefined}
          initial={prediction === undefined ? undefined : JSON.stringify(prediction)}
        />
      )}
    </PictureScreen>
  )
}

interface PictureScreenProps extends Pick<DrawingScreenProps, 'screen' | 'member'> {
  readonly settings: CommonSettings
  /** what is asked where the batch asks nothing of its own */
  readonly ask: string
  /** the element that collects the response, given the attributes that all such elements have */
  readonly children: (field: Record<string, string | undefined>) => Child
}

/** A picture, what is asked about it, and an element of ours that collects the response. */
export function PictureScreen({ screen, member, settings, ask, children }: PictureScreenProps) {
  const { question, labels, textLanguage: language } = settings
  const { id, locale, readOnly = false, response } = screen
  const { image, alt, prediction } = screen.payload as DrawingPayload
  const t = messages[locale]
  const address = screen.mediaUrl(image)
  const other = locale === 'en' ? 'fr' : 'en'
  const errors = sentencesOf(screen.issues ?? [], member, locale)
  if (address === null) return <MissingMedia name={image} screen={screen} />
  return (
    <div class="stack">
      <h2>{question[locale] || question[other] || ask}</h2>
      <Suggested screen={screen} />
      {errors.length > 0 && (
        <ul class="field-errors" id={`${id}-${member}-errors`}>
          {errors.map((message) => (
            <li>{message}</li>
          ))}
        </ul>
      )}
      {alt !== undefined && language !== '' && (
        <p class="visually-hidden" lang={language}>
          {alt}
        </p>
      )}
      {children({
        id: `${id}-${member}`,
        name: readOnly ? `${id}.response.${member}` : `response.${member}`,
        'data-image': address,
        alt: language === '' ? alt : undefined,
        labels: JSON.stringify(namesIn(locale)(labels)),
        value: valueOf(response ?? prediction),
        readonly: readOnly ? '' : undefined,
        disabled: readOnly ? '' : undefined,
      })}
      <noscript>
        <p class="notice notice-warning">{t.needsScript}</p>
      </noscript>
    </div>
  )
}

const namesIn = (locale: ScreenProps['locale']) => (options: readonly LabelOption[]) =>
  options.map((option) => ({ value: option.value, name: optionName(option, locale) }))

function skeletonOf(
  { points, edges, own }: NonNullable<DrawingScreenProps['skeleton']>,
  named: (options: readonly LabelOption[]) => object,
) {
  return {
    points: named(points),
    edges,
    own: own.map((each) => ({ label: each.label, points: named(each.points), edges: each.edges })),
  }
}

function questionOf(question: ShapeQuestion, named: (options: readonly LabelOption[]) => { value: string; name: string }[]) {
  return { ...named([question])[0], options: question.options.map((value) => ({ value, name: value })) }
}

/** A draft may be anything; what is no object says nothing. */
const valueOf = (response: unknown): string => (typeof response === 'object' && response !== null ? JSON.stringify(response) : '')

/** The response in the field of the form; what cannot be read is checked as it is, and refused. */
export function drawingFromForm(form: FormData, member: string): unknown {
  const value = form.get(`response.${member}`)
  if (typeof value !== 'string' || value === '') return {}
  try {
    return JSON.parse(value)
  } catch {
    // somebody else's hand: the check says what is wanted
    return value
  }
}
