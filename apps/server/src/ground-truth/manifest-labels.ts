import type { BboxResponse, RankingResponse, Span } from '@canut/contract'
import { listOf, membersOf, textIn, type Members } from '../platform/members.ts'

/** A label of a manifest: what stands under its name, and under its name with `-metadata`. */
export interface ManifestLabel {
  readonly value: unknown
  readonly metadata: Members
}

export interface LabelMaking {
  /** what the label is called: `job-name` follows from it */
  readonly name: string
  /** the labels of the batch in their order; learns those that it does not know */
  readonly classes: { readonly names: readonly string[]; indexOf(label: string): number }
  readonly confidence: number | null
  readonly now: Date
}

const TYPES = {
  'image-class': 'groundtruth/image-classification',
  'text-class': 'groundtruth/text-classification',
  bbox: 'groundtruth/object-detection',
  spans: 'groundtruth/text-span',
} as const

/** As the built-in jobs of Ground Truth write their labels; a kind of task that these do not have is a custom label, which may be anything. */
export function labelOf(taskType: string, response: unknown, of: LabelMaking): ManifestLabel {
  const members = membersOf(response)
  // a confidence of 0 is what one worker alone has there
  const confidence = of.confidence ?? 0
  const common = { 'job-name': `labeling-job/${of.name}`, 'human-annotated': 'yes', 'creation-date': withoutZone(of.now) }
  switch (taskType) {
    case 'image-class':
    case 'text-class':
      return classificationOf(TYPES[taskType], members, of, { ...common, confidence })
    case 'bbox':
      return boxesOf(response as BboxResponse, of, common, confidence)
    case 'spans': {
      const spans = (members['spans'] as readonly Span[] | undefined) ?? []
      const labels = of.classes.names.map((label) => ({ label }))
      const entities = spans.map(({ label, start, end }) => ({ label, startOffset: start, endOffset: end }))
      return {
        value: { annotations: { labels, entities } },
        metadata: { entities: spans.map(() => ({ confidence })), offsetUnit: 'code-point', ...common, type: TYPES.spans },
      }
    }
    default:
      return {
        value: taskType === 'ranking' ? rankingOf(response as RankingResponse) : response,
        metadata: {
          confidence,
          job_name: common['job-name'],
          'human-annotated': 'yes',
          creation_date: common['creation-date'],
          type: 'groundTruth/custom',
        },
      }
  }
}

function classificationOf(
  type: string,
  response: Members,
  { classes }: LabelMaking,
  common: Members & { readonly confidence: number },
): ManifestLabel {
  const { label, labels } = response
  if (typeof label === 'string') return { value: classes.indexOf(label), metadata: { 'class-name': label, ...common, type } }
  const named = Array.isArray(labels) ? labels.filter((each) => typeof each === 'string') : []
  const { confidence, ...rest } = common
  const numbered = named.map((name) => [String(classes.indexOf(name)), name] as const)
  return {
    value: numbered.map(([index]) => Number(index)),
    metadata: {
      'class-map': Object.fromEntries(numbered),
      'confidence-map': Object.fromEntries(numbered.map(([index]) => [index, confidence])),
      ...rest,
      type: `${type}-multilabel`,
    },
  }
}

function boxesOf({ size, boxes }: BboxResponse, { classes }: LabelMaking, common: Members, confidence: number): ManifestLabel {
  const annotations = boxes.map(({ label, x, y, w, h }) => ({ class_id: classes.indexOf(label), left: x, top: y, width: w, height: h }))
  const used = [...new Set(boxes.map(({ label }) => label))]
  return {
    value: { image_size: [{ width: size.w, height: size.h, depth: 3 }], annotations },
    metadata: {
      objects: boxes.map(() => ({ confidence })),
      'class-map': Object.fromEntries(used.map((label) => [String(classes.indexOf(label)), label])),
      ...common,
      type: TYPES.bbox,
    },
  }
}

/** The mask of a job of segmentation: a picture elsewhere, and what its colours mean. */
export function maskLabel(
  reference: string,
  colours: readonly { readonly label: string; readonly hex: string }[],
  of: LabelMaking,
): ManifestLabel {
  const named = [{ label: 'BACKGROUND', hex: '#ffffff' }, ...colours].map(({ label, hex }, index) => [
    String(index),
    { 'class-name': label, 'hex-color': hex, confidence: of.confidence ?? 0 },
  ])
  return {
    value: reference,
    metadata: {
      'internal-color-map': Object.fromEntries(named) as Members,
      type: 'groundtruth/semantic-segmentation',
      'human-annotated': 'yes',
      'creation-date': withoutZone(of.now),
      'job-name': `labeling-job/${of.name}`,
    },
  }
}

/** As the element for rankings answers. */
const rankingOf = ({ dimensions }: RankingResponse) => ({
  ordinalRankingDimensions: dimensions.map(({ name, ranks }) => ({ name, responseRankings: ranks })),
})

/** A label of an earlier job as a response; null when it is of another kind of task, or not what its kind looks like. */
export function responseOf(taskType: string, { value, metadata }: ManifestLabel): unknown {
  const type = textIn(metadata, 'type').toLowerCase()
  switch (taskType) {
    case 'image-class':
    case 'text-class':
      return type.startsWith(TYPES[taskType]) ? classesIn(value, metadata) : null
    case 'bbox':
      return type === TYPES.bbox ? boxesIn(value, metadata) : null
    case 'spans':
      return type === TYPES.spans ? spansIn(value) : null
    case 'ranking':
      return rankingIn(value)
    default:
      return null
  }
}

function classesIn(value: unknown, metadata: Members): unknown {
  if (!Array.isArray(value)) {
    const name = metadata['class-name']
    return typeof name === 'string' ? { label: name } : null
  }
  const names = membersOf(metadata['class-map'])
  const labels = value.map((index) => names[String(index)]).filter((name) => typeof name === 'string')
  return labels.length === value.length ? { labels } : null
}

function boxesIn(value: unknown, metadata: Members): BboxResponse | null {
  const { image_size: sizes, annotations } = membersOf(value)
  const { width, height } = membersOf(Array.isArray(sizes) ? sizes[0] : null)
  const names = membersOf(metadata['class-map'])
  if (!isWhole(width) || !isWhole(height) || !Array.isArray(annotations)) return null
  const boxes = annotations.map(membersOf).flatMap(({ class_id: id, left: x, top: y, width: w, height: h }, place) => {
    const label = names[String(id)]
    const isBox = isWhole(x) && isWhole(y) && isWhole(w) && isWhole(h) && typeof label === 'string'
    return isBox ? [{ id: `b${place + 1}`, label, x, y, w, h }] : []
  })
  return boxes.length === annotations.length ? { size: { w: width, h: height }, boxes } : null
}

function spansIn(value: unknown): unknown {
  const { entities } = membersOf(membersOf(value)['annotations'])
  if (!Array.isArray(entities)) return null
  const spans = entities
    .map(membersOf)
    .flatMap(({ label, startOffset: start, endOffset: end }) =>
      typeof label === 'string' && isWhole(start) && isWhole(end) ? [{ start, end, label }] : [],
    )
  if (spans.length !== entities.length) return null
  const inOrder = spans.toSorted((a, b) => a.start - b.start || a.end - b.end)
  return { spans: inOrder.map((span, place) => ({ id: `s${place + 1}`, ...span })) }
}

/** By itself, or under the name of the element. */
function rankingIn(value: unknown): RankingResponse | null {
  const member = 'ordinalRankingDimensions'
  const found = [value, ...Object.values(membersOf(value))].map((each) => membersOf(each)[member]).find(Array.isArray)
  if (found === undefined) return null
  const dimensions = found
    .map(membersOf)
    .flatMap(({ name, responseRankings: ranks }) =>
      typeof name === 'string' && Array.isArray(ranks) && ranks.every(isWhole) ? [{ name, ranks }] : [],
    )
  return dimensions.length > 0 && dimensions.length === found.length ? { dimensions } : null
}

/** The labels that a response names. */
export function classesOf(response: unknown): string[] {
  const { label, labels, boxes, spans } = membersOf(response)
  const shapes = [...listOf(boxes), ...listOf(spans)].map((shape) => membersOf(shape)['label'])
  return [label, ...listOf(labels), ...shapes].filter((name) => typeof name === 'string')
}

const isWhole = (value: unknown): value is number => Number.isInteger(value)

/** "2026-11-21T10:00:00.000000": microseconds, and no zone. */
const withoutZone = (at: Date): string => `${at.toISOString().slice(0, -1)}000`
