import { CaptureTag, Context, Liquid, Tag, type Liquid as Engine, type TagToken, type Template, type TopLevelToken } from 'liquidjs'
import { escapeHtml, jsonText, printed, SafeText, unescapeHtml } from './safe-text.ts'

/** The address under which the page may load a file of ours; null for any other text. */
export type Grant = (uri: string) => string | null

/** A template is a page of a few kilobytes over one row: what needs more than this never ends, or is no template. */
const LIMITS = { parseLimit: 1_000_000, renderLimit: 250, memoryLimit: 10_000_000 } as const

const grants = new WeakMap<object, Grant>()

/**
 * One engine for all templates: it holds no state of theirs. It reads no files, sees no prototype, knows every filter that
 * is used or says so, and stops at its limits of length, milliseconds of work and memory.
 */
const engine = new Liquid({
  ...LIMITS,
  ownPropertyOnly: true,
  strictFilters: true,
  templates: {},
  cache: false,
  outputEscape: (value: unknown) => (value instanceof SafeText ? value.html : escapeHtml(printed(value))),
})

// the three are final: nothing is escaped a second time when it is printed
engine.registerFilter('escape', (value: unknown) => (value instanceof SafeText ? value : new SafeText(escapeHtml(printed(value)))))
engine.registerFilter('escape_once', (value: unknown) => new SafeText(escapeHtml(unescapeHtml(printed(value)))))
engine.registerFilter('skip_autoescape', (value: unknown) => new SafeText(printed(value)))

// text like any other, so that it may stand in an attribute between either kind of quotes
engine.registerFilter('to_json', (value: unknown) => jsonText(value instanceof SafeText ? value.html : value) ?? 'null')

engine.registerFilter('grant_read_access', function (value: unknown) {
  const text = printed(value)
  // a captured address has its & escaped already, and would be signed as another one
  const uri = value instanceof SafeText ? unescapeHtml(text) : text
  return grants.get(this.context)?.(uri) ?? value
})

/** What these do to HTML is HTML again; the plain text that they put into it, or look for in it, is escaped first. */
const KEEP_SAFE = ['append', 'prepend', 'replace', 'replace_first', 'remove', 'remove_first', 'strip', 'lstrip', 'rstrip', 'newline_to_br']
for (const name of KEEP_SAFE) {
  const plain = engine.filters[name]
  if (typeof plain !== 'function') throw new Error(`the engine has no filter ${name}`)
  engine.registerFilter(name, function (value: unknown, ...given: unknown[]) {
    const all = [value, ...given]
    if (!all.some((each) => each instanceof SafeText)) return plain.call(this, value, ...given) as unknown
    const [html, ...safe] = all.map((each) => (each instanceof SafeText ? each.html : escapeHtml(printed(each))))
    return new SafeText(printed(plain.call(this, html, ...safe)))
  })
}

/** What was captured came out of printing, so it is escaped already. */
class CaptureSafely extends CaptureTag {
  override *render(context: Context): Generator<unknown, void, string> {
    const html: string = yield this.liquid.renderer.renderTemplates(this.templates, context)
    context.bottom()[this.variable] = new SafeText(html)
  }
}
engine.registerTag('capture', CaptureSafely)

/** A template is one page: there are no others to read. */
class OtherFile extends Tag {
  constructor(token: TagToken, rest: TopLevelToken[], liquid: Engine) {
    super(token, rest, liquid)
    throw new Error(`the tag "${token.name}" reads another file, and a template has none`)
  }

  override render(): void {}
}
for (const name of ['include', 'render', 'layout', 'block']) engine.registerTag(name, OtherFile)

/** @throws {LiquidError} with the place of what is wrong. */
export const parseLiquid = (source: string): Template[] => engine.parse(source)

/**
 * The engine counts by the clock on the wall, by which a page would be refused only because the machine is at something else.
 * Once that is over, what this thread worked counts; it is asked late because that takes longer than looking at the clock.
 */
function countWorkOnly({ renderLimit }: Context): void {
  const [began, before] = [performance.now(), process.threadCpuUsage()]
  const check = renderLimit.check.bind(renderLimit)
  renderLimit.check = (now) => {
    if (now - began < LIMITS.renderLimit) return
    const { user, system } = process.threadCpuUsage(before)
    check(began + (user + system) / 1000)
  }
}

/** @throws {LiquidError} */
export function renderLiquid(template: Template[], scope: Readonly<Record<string, unknown>>, grant: Grant): string {
  const context = new Context({ ...scope }, engine.options, { sync: true })
  grants.set(context, grant)
  countWorkOnly(context)
  return engine.renderSync(template, context) as string
}

/** What is asked for in a condition, or has a value for when it is missing, may be missing. */
const CONDITIONS = /\{%-?\s*(?:if|elsif|unless|case)\b((?:[^%]|%(?!\}))*)%\}/g
const MEMBERS = /\btask\.input(?:\.([\w-]+)|\[\s*["']([^"']+)["']\s*\])/g
const WITH_DEFAULT = /\btask\.input(?:\.([\w-]+)|\[\s*["']([^"']+)["']\s*\])[\w.[\]-]*\s*\|\s*default\b/g

/** The members of `task.input` that a page may lack: its author thought of it. */
export function optionalInputs(source: string): Set<string> {
  const conditions = [...source.matchAll(CONDITIONS)].map(([, condition = '']) => condition).join('\n')
  return new Set([...conditions.matchAll(MEMBERS), ...source.matchAll(WITH_DEFAULT)].map(([, name, quoted]) => name ?? quoted ?? ''))
}

/** The members of `task.input` that a template reads by a fixed name. */
export function inputsOfLiquid(template: Template[]): string[] {
  const names = engine
    .globalVariableSegmentsSync(template, { partials: false })
    .flatMap((segments) => (segments[0] === 'task' && segments[1] === 'input' && typeof segments[2] === 'string' ? [segments[2]] : []))
  return [...new Set(names)]
}
