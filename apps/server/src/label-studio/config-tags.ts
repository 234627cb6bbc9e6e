import type { ConfigProblem, ConfigProblemCode, Place, Tag } from './read-xml.ts'

/** What shows the data of a task; `value="$photo"` names the member of `data`. */
export interface ObjectTag extends Place {
  readonly kind: 'Text' | 'Image' | 'Audio' | 'Video' | 'List'
  readonly name: string
  /** without the $ */
  readonly member: string
}

/** What collects an answer. */
export interface ControlTag extends Place {
  readonly kind: string
  readonly name: string
  readonly targets: readonly string[]
  readonly attributes: Readonly<Record<string, string>>
  /** labels, choices, or paths of a taxonomy */
  readonly options: readonly string[]
  /** the labels of the regions that it is shown for, by itself or by what is around it; all of them where there are none */
  readonly shownFor: readonly string[]
}

export interface ConfigTags {
  readonly objects: readonly ObjectTag[]
  readonly controls: readonly ControlTag[]
  /** kinds of relation between two regions */
  readonly relations: readonly string[]
  /** the text of the first header */
  readonly header: string
}

const OBJECTS = ['Text', 'Image', 'Audio', 'Video', 'List'] as const
/** Controls that are read, with the tag of their options; null: they have none. */
const CONTROLS: Readonly<Record<string, string | null>> = {
  Choices: 'Choice',
  Taxonomy: 'Choice',
  Labels: 'Label',
  RectangleLabels: 'Label',
  PolygonLabels: 'Label',
  KeyPointLabels: 'Label',
  BrushLabels: 'Label',
  TextArea: null,
  Rating: null,
  Number: null,
  Pairwise: null,
  Ranker: null,
}
const LAYOUT = new Set(['View', 'Style', 'Collapse', 'Panel', 'Filter', 'Header'])
const NOT_SUPPORTED = new Set(
  (
    'HyperText HyperTextLabels Paragraphs ParagraphLabels Table TimeSeries TimeSeriesLabels Chat PDF OcrLabels Repeater EllipseLabels Ellipse ' +
    'VectorLabels Vector Rectangle Polygon KeyPoint Brush Magicwand VideoRectangle VideoTimeline DateTime Bucket ReactCode Shortcut Bitmask BitmaskLabels'
  ).split(' '),
)

/** Collects what a configuration shows and asks. All its problems at once, each with the place of its tag. */
export function collectTags(root: Tag): { tags: ConfigTags; problems: ConfigProblem[] } {
  const found = { objects: [] as ObjectTag[], controls: [] as ControlTag[], relations: [] as string[], header: '' }
  const problems: ConfigProblem[] = []
  const report = (tag: Tag, code: ConfigProblemCode, params: Record<string, string> = {}): void => {
    problems.push({ code, line: tag.line, column: tag.column, params: { tag: tag.name, ...params } })
  }
  const need = (tag: Tag, attribute: string): string => {
    const value = tag.attributes[attribute] ?? ''
    if (value === '') report(tag, 'attribute_missing', { attribute })
    return value
  }
  const visit = (tag: Tag, around: readonly string[]): void => {
    const shownFor = shownForIn(tag) ?? around
    const kind = OBJECTS.find((name) => name === tag.name)
    const optionTag = CONTROLS[tag.name]
    if (kind !== undefined) {
      const value = need(tag, 'value')
      if (value !== '' && !value.startsWith('$')) report(tag, 'not_a_variable', { value })
      found.objects.push({ kind, name: need(tag, 'name'), member: value.replace(/^\$/, ''), line: tag.line, column: tag.column })
    } else if (optionTag !== undefined) {
      const options = optionTag === null ? [] : optionsOf(tag, optionTag)
      if (optionTag !== null && options.length === 0) report(tag, 'options_missing', { option: optionTag })
      if (tag.attributes['perRegion'] === 'true' || tag.attributes['perItem'] === 'true') report(tag, 'per_region_not_supported')
      const { name, line, column, attributes } = tag
      found.controls.push({
        kind: name,
        name: need(tag, 'name'),
        targets: need(tag, 'toName')
          .split(',')
          .map((each) => each.trim()),
        attributes,
        options,
        shownFor,
        line,
        column,
      })
    } else if (tag.name === 'Relations') found.relations.push(...optionsOf(tag, 'Relation'))
    else if (tag.name === 'Header' && found.header === '') found.header = tag.attributes['value'] ?? ''
    else if (NOT_SUPPORTED.has(tag.name)) report(tag, 'tag_not_supported')
    else if (!LAYOUT.has(tag.name)) report(tag, 'tag_unknown')
    if (LAYOUT.has(tag.name)) for (const child of tag.children) visit(child, shownFor)
  }
  visit(root, [])
  const known = found.objects.map(({ name }) => name)
  for (const control of found.controls) {
    const strange = control.targets.find((target) => target !== '' && !known.includes(target))
    const params = { tag: control.kind, target: strange ?? '', known: known.join(', ') }
    if (strange !== undefined) problems.push({ code: 'target_unknown', line: control.line, column: control.column, params })
  }
  return { tags: found, problems: problems.toSorted((a, b) => a.line - b.line || a.column - b.column) }
}

/** `whenLabelValue`, with commas between; null where the tag is shown for all that those around it are shown for. */
function shownForIn({ attributes }: Tag): string[] | null {
  const labels = (attributes['whenLabelValue'] ?? '').split(',').map((label) => label.trim())
  const named = labels.filter((label) => label !== '')
  return named.length === 0 ? null : named
}

/** Their values; those inside others with the way that leads there. */
function optionsOf(tag: Tag, name: string, path: readonly string[] = []): string[] {
  return tag.children.flatMap((child) => {
    if (child.name !== name) return optionsOf(child, name, path)
    const value = (child.attributes['alias'] ?? child.attributes['value'] ?? '').trim()
    const inner = optionsOf(child, name, [...path, value])
    return inner.length > 0 ? inner : [[...path, value].join(' / ')]
  })
}
