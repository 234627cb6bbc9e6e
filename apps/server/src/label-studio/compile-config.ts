import { err, ok, type Result } from '@canut/domain'
import { collectTags, type ConfigTags, type ControlTag, type ObjectTag } from './config-tags.ts'
import { fieldName } from './field-name.ts'
import { readXml, type ConfigProblem } from './read-xml.ts'

/** A labelling configuration as a task type of ours. Which types there are, and whether the settings suit them, is for `setUp` to say. */
export interface CompiledConfig {
  readonly taskType: string
  readonly settings: Readonly<Record<string, unknown>>
  /** which member of `data` each column was, where the names differ */
  readonly columns: Readonly<Record<string, string>>
}

/** Compiles the XML of a labelling interface. Pure; all problems at once, with line and column. */
export function compileConfig(xml: string): Result<CompiledConfig, ConfigProblem[]> {
  const read = readXml(xml)
  if (!read.ok) return err([read.error])
  const { tags, problems } = collectTags(read.value)
  if (problems.length > 0) return err(problems)
  const [first, ...others] = tags.controls
  if (first === undefined) return err([{ code: 'no_control', line: read.value.line, column: read.value.column, params: {} }])
  const kind = REGIONS.has(first.kind) ? first : (others.find((control) => REGIONS.has(control.kind)) ?? first)
  return compileAs(kind, tags)
}

/** These decide by themselves what kind of task it is; the others are fields of a form when there are several. */
const REGIONS = new Set(['RectangleLabels', 'PolygonLabels', 'KeyPointLabels', 'BrushLabels', 'Labels', 'Pairwise', 'Ranker'])

function compileAs(control: ControlTag, tags: ConfigTags): Result<CompiledConfig, ConfigProblem[]> {
  const targets = tags.objects.filter(({ name }) => control.targets.includes(name))
  const [target] = targets
  if (target === undefined) return err([problem(control, 'target_unknown', { tag: control.kind, target: '', known: '' })])
  const others = tags.controls.filter((each) => each !== control)
  const region = REGION_TYPES[control.kind]
  if (region !== undefined) return target.kind === 'Image' ? region({ control, tags, target, others }) : wrongTarget(control, target)
  if (control.kind === 'Labels') return labelsOf({ control, tags, target, others })
  if (control.kind === 'Pairwise') return pairOf(control, tags, targets, others)
  if (control.kind === 'Ranker') {
    const settings = { ...questionOf(tags), material: MATERIALS[target.kind] }
    return alone(control, others, { taskType: 'ranking', settings, columns: {} })
  }
  if (others.length === 0 && (control.kind === 'Choices' || control.kind === 'Taxonomy')) return choicesOf(control, tags, target)
  if (others.length === 0 && control.kind === 'TextArea' && target.kind === 'Audio') return ok(transcription(target))
  return formOf(tags)
}

interface Compiling {
  readonly control: ControlTag
  readonly tags: ConfigTags
  readonly target: ObjectTag
  readonly others: readonly ControlTag[]
}

type Compiled = Result<CompiledConfig, ConfigProblem[]>

const REGION_TYPES: Readonly<Record<string, (of: Compiling) => Compiled>> = {
  RectangleLabels: (of) => {
    const points = of.others.filter(isPoints)
    return points.length === 0 ? drawing('bbox', of) : skeletons(points, of.control, of)
  },
  PolygonLabels: (of) => drawing('polygon', of),
  BrushLabels: (of) => drawing('mask', of),
  KeyPointLabels: (of) => {
    const objects = of.others.find(({ kind }) => kind === 'RectangleLabels')
    return skeletons([of.control, ...of.others.filter(isPoints)], objects ?? null, of)
  },
}

function drawing(taskType: string, { control, tags, target, others }: Compiling): Compiled {
  const settings = { ...questionOf(tags), labels: labelled(control.options) }
  return alone(control, others, { taskType, settings, columns: columnOf('image', target) })
}

const isPoints = ({ kind }: ControlTag): boolean => kind === 'KeyPointLabels'

/**
 * Points with a name each; what they are on is the label of a rectangle, else "object". Those that are shown for some labels only are
 * the skeletons of these.
 */
function skeletons(points: readonly ControlTag[], objects: ControlTag | null, { tags, target, others, control }: Compiling): Compiled {
  const [common, ...more] = points.filter(({ shownFor }) => shownFor.length === 0)
  const rest = others.filter((each) => each !== objects && (!isPoints(each) || more.includes(each)))
  const own = points.flatMap(({ shownFor, options }) => shownFor.map((label) => ({ label, points: labelled(options) })))
  const settings = {
    ...questionOf(tags),
    labels: labelled(objects?.options ?? ['object']),
    points: labelled(common?.options ?? []),
    ...(own.length === 0 ? {} : { skeletons: own }),
  }
  return alone(control, rest, { taskType: 'keypoints', settings, columns: columnOf('image', target) })
}

function labelsOf({ control, tags, target, others }: Compiling): Compiled {
  if (target.kind === 'Text') {
    const relations = tags.relations.length === 0 ? {} : { relations: labelled(tags.relations) }
    const settings = { ...questionOf(tags), labels: labelled(control.options), overlap: true, ...relations }
    return alone(control, others, { taskType: 'spans', settings, columns: columnOf('text', target) })
  }
  if (target.kind !== 'Audio' && target.kind !== 'Video') return wrongTarget(control, target)
  const text = others.find(({ kind }) => kind === 'TextArea')
  const rest = others.filter((each) => each !== text)
  return alone(control, rest, transcription(target, control.options))
}

/** What stretches of a recording are labelled with is who speaks in them. */
function transcription(target: ObjectTag, speakers: readonly string[] = []): CompiledConfig {
  const material = target.kind === 'Video' ? 'video' : 'audio'
  return { taskType: 'transcribe', settings: { material, speakers: [...new Set(speakers)] }, columns: columnOf(material, target) }
}

function choicesOf(control: ControlTag, tags: ConfigTags, target: ObjectTag): Compiled {
  if (target.kind !== 'Text' && target.kind !== 'Image') return formOf(tags)
  const isSeveral = control.kind === 'Taxonomy' ? control.attributes['maxUsages'] !== '1' : control.attributes['choice'] === 'multiple'
  const settings = { ...questionOf(tags), labels: labelled(control.options), multiple: isSeveral }
  return target.kind === 'Text'
    ? ok({ taskType: 'text-class', settings, columns: columnOf('text', target) })
    : ok({ taskType: 'image-class', settings, columns: columnOf('image', target) })
}

const MATERIALS = { Text: 'text', Image: 'image', Audio: 'audio', Video: 'video', List: 'text' } as const

function pairOf(control: ControlTag, tags: ConfigTags, targets: readonly ObjectTag[], others: readonly ControlTag[]): Compiled {
  const [a, b] = targets
  if (a === undefined || b === undefined || a.kind !== b.kind || a.kind === 'List') {
    return err([problem(control, 'target_not_supported', { tag: 'Pairwise', target: control.targets.join(',') })])
  }
  const prompt = tags.objects.find((each) => !targets.includes(each))
  const settings = { ...questionOf(tags), material: MATERIALS[a.kind], allowTie: true }
  const columns = { ...columnOf('a', a), ...columnOf('b', b), ...(prompt === undefined ? {} : columnOf('prompt', prompt)) }
  return alone(control, others, { taskType: 'pairwise', settings, columns })
}

/** Several questions about one thing, or one that no other type asks: a form with a field for each. */
function formOf({ objects, controls, header }: ConfigTags): Compiled {
  const strange = objects.filter(({ kind }) => kind === 'List')
  const [control] = controls
  if (control !== undefined && strange.length > 0)
    return err(
      strange.map(({ kind, line, column }) =>
        problem({ ...control, line, column }, 'target_not_supported', { tag: control.kind, target: kind }),
      ),
    )
  const fields = controls.map(({ kind, name, options, attributes }) => {
    const asked = controls.length === 1 && header !== '' ? header : name
    const common = { name: fieldName(name), en: asked, fr: asked, required: attributes['required'] === 'true' }
    if (kind === 'Number') return { ...common, kind: 'number' }
    if (kind === 'TextArea') return { ...common, kind: 'paragraph' }
    if (kind === 'Rating')
      return { ...common, kind: 'choice', choices: labelled(stepsUpTo(Number(attributes['maxRating'] ?? DEFAULT_STARS))) }
    return { ...common, kind: attributes['choice'] === 'multiple' ? 'several' : 'choice', choices: labelled(options) }
  })
  const columns = objects.reduce((all, each) => ({ ...all, ...columnOf(MATERIALS[each.kind], each) }), {})
  const material = [...new Set(objects.map(({ kind }) => MATERIALS[kind]))]
  return ok({ taskType: 'collect', settings: { material, fields }, columns })
}

const DEFAULT_STARS = 5
const MOST_STARS = 50

function stepsUpTo(most: number): string[] {
  const steps = Number.isInteger(most) && most >= 2 ? Math.min(most, MOST_STARS) : DEFAULT_STARS
  return Array.from({ length: steps }, (_, place) => String(place + 1))
}

function alone(control: ControlTag, others: readonly ControlTag[], compiled: CompiledConfig): Compiled {
  const strange = others.map((each) => problem(each, 'several_kinds', { tag: each.kind, first: control.kind }))
  return strange.length > 0 ? err(strange) : ok(compiled)
}

const wrongTarget = (control: ControlTag, target: ObjectTag): Compiled =>
  err([problem(control, 'target_not_supported', { tag: control.kind, target: target.kind })])

function problem({ line, column }: ControlTag, code: ConfigProblem['code'], params: Record<string, string>): ConfigProblem {
  return { code, line, column, params }
}

const labelled = (values: readonly string[]) => [...new Set(values)].map((value) => ({ value }))
const questionOf = ({ header }: Pick<ConfigTags, 'header'>) => (header === '' ? {} : { question: { en: header, fr: header } })
const columnOf = (column: string, { member }: ObjectTag) => renamed({ [column]: member })
const renamed = (columns: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(columns).filter(([column, member]) => column !== member))
