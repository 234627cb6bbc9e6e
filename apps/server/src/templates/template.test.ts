import fc from 'fast-check'
import { Window } from 'happy-dom'
import { describe, expect, it } from 'vitest'
import { openTemplate, type Dialect } from './template.ts'
import type { InputLine } from './task-input.ts'

const grant = (uri: string) => (uri.startsWith('store://') ? `/media/${uri.slice(8)}?seal=1&until=2` : null)

interface Page {
  readonly dialect?: Dialect
  readonly inputs?: readonly InputLine[]
}

function page(source: string, row: Readonly<Record<string, unknown>>, { dialect = 'liquid', inputs = [] }: Page = {}): string {
  const opened = openTemplate(dialect, source, inputs)
  const rendered = opened.ok ? opened.value.render(row, grant) : opened
  if (!rendered.ok) throw new Error(JSON.stringify(rendered.error))
  return rendered.value
}

function problem(source: string, row: Readonly<Record<string, unknown>> = {}) {
  const opened = openTemplate('liquid', source)
  const rendered = opened.ok ? opened.value.render(row, grant) : opened
  return rendered.ok ? null : rendered.error
}

const HARD = `<b>"quoted" & 'single'</b>`
const ESCAPED = '&lt;b&gt;&#34;quoted&#34; &amp; &#39;single&#39;&lt;/b&gt;'

describe('what a template prints', () => {
  it('is escaped, the single quote included, so that attributes in single quotes hold', () => {
    expect(page('{{ task.input.x }}', { x: HARD })).toBe(ESCAPED)
  })

  it.each(['escape', 'escape_once'])('is escaped once with %s', (filter) => {
    expect(page(`{{ task.input.x | ${filter} }}`, { x: HARD })).toBe(ESCAPED)
  })

  it('keeps what is escaped already with escape_once', () => {
    expect(page('{{ task.input.x | escape_once }}', { x: 'a &amp; b & c' })).toBe('a &amp; b &amp; c')
  })

  it('stays as it is with skip_autoescape', () => {
    expect(page('{{ task.input.x | skip_autoescape }}', { x: HARD })).toBe(HARD)
  })

  it('is JSON for lists and objects, so that a script can parse it and an attribute can hold it', () => {
    expect(page("<a b='{{ task.input.x }}'>", { x: ['a"', { k: "it's" }] })).toBe(
      "<a b='[&#34;a\\&#34;&#34;,{&#34;k&#34;:&#34;it&#39;s&#34;}]'>",
    )
  })

  it.each([
    ["'", 'to_json'],
    ['"', 'to_json | escape'],
    ['"', 'to_json'],
  ])('round-trips through an attribute in %s with %s', (quote, filter) => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const html = page(`<i data-x=${quote}{{ task.input.x | ${filter} }}${quote}></i>`, { x: value })
        const { document } = new Window()
        document.body.innerHTML = html
        expect(JSON.parse(document.querySelector('i')?.getAttribute('data-x') ?? '')).toEqual(JSON.parse(JSON.stringify(value)))
      }),
      { numRuns: 100 },
    )
  })

  it.each(['to_json | skip_autoescape', 'skip_autoescape'])('may stand in a script, whatever is in it: %s', (filters) => {
    const value = ['</script><b>', '<!-- <script>', '<i> & </SCRIPT >']
    const html = page(`<script type="application/json">{{ task.input.x | ${filters} }}</script><p></p>`, { x: value })
    const text = /^<script type="application\/json">(.*?)<\/script><p><\/p>$/i.exec(html)?.[1] ?? ''
    expect(text).not.toMatch(/<\/|<!--|<script/i)
    expect(JSON.parse(text)).toEqual(value)
  })

  it('is nothing for what is not there', () => {
    expect(page('[{{ task.input.nothing }}{{ nobody.here }}]', {})).toBe('[]')
  })

  it('sees no prototype', () => {
    expect(page('[{{ task.input.constructor }}{{ task.input.x.length }}{{ task.__proto__ }}]', { x: {} })).toBe('[]')
  })

  it('is printed inside comments and scripts as well: Liquid knows no HTML', () => {
    expect(page('<!-- {{ task.input.x }} --><script>"{{ task.input.x }}"</script>', { x: 1 })).toBe('<!-- 1 --><script>"1"</script>')
  })
})

describe('captured text', () => {
  it('is not escaped a second time', () => {
    expect(page('{% capture c %}{{ task.input.x }}{% endcapture %}{{ c }}|{{ c | escape }}', { x: 'a & b' })).toBe('a &amp; b|a &amp; b')
  })

  it('is signed as the address that it stands for', () => {
    const source = '{% capture c %}store://{{ task.input.x }}{% endcapture %}{{ c | grant_read_access }}'
    expect(page(source, { x: 'a & b.png' })).toBe('/media/a &amp; b.png?seal=1&amp;until=2')
  })

  it.each(['escape', 'capture'])('stays what it is when filters work on it, and what they add is escaped: %s', (by) => {
    const safe = by === 'escape' ? '{{ task.input.x | escape' : '{% capture c %}{{ task.input.x }}{% endcapture %}{{ c'
    const row = { x: ' a & b\n', y: '<i>' }
    expect(page(`${safe} | strip }}`, row)).toBe('a &amp; b')
    expect(page(`${safe} | strip | append: task.input.y | prepend: '>' }}`, row)).toBe('&gt;a &amp; b&lt;i&gt;')
    expect(page(`${safe} | replace: '&', '<' | strip }}`, row)).toBe('a &lt; b')
    expect(page(`${safe} | newline_to_br }}`, row)).toBe(' a &amp; b<br />\n')
    expect(page(`{{ task.input.y | append: task.input.x }}`, row)).toBe('&lt;i&gt; a &amp; b\n')
  })

  it('is signed whole after an end was added', () => {
    const source = "{% capture c %}store://{{ task.input.x }}{% endcapture %}{{ c | strip | append: '.png' | grant_read_access }}"
    expect(page(source, { x: 'a & b' })).toBe('/media/a &amp; b.png?seal=1&amp;until=2')
  })

  it('compares as its text', () => {
    expect(page("{% capture c %}a{% endcapture %}{% if c == 'a' %}same{% endif %}{{ c | upcase }}", {})).toBe('sameA')
  })
})

describe('grant_read_access', () => {
  it('gives an address for our files and leaves every other text as it is', () => {
    const source = '{{ task.input.x | grant_read_access }}'
    expect(page(source, { x: 'store://1.png' })).toBe('/media/1.png?seal=1&amp;until=2')
    expect(page(source, { x: 'https://example.org/a?b=1&c=2' })).toBe('https://example.org/a?b=1&amp;c=2')
    expect(page(source, { x: 's3://bucket/key' })).toBe('s3://bucket/key')
    expect(page(source, {})).toBe('')
  })
})

describe('the language', () => {
  it('has conditions, cases, assignment, loops over lists and pairs, and members by variable or with hyphens', () => {
    const source = [
      "{% assign k = 'b' %}{{ task.input.map[k] }}",
      '{% for box in task.input.map %}{{ box[0] }}={{ box[1] }};{% endfor %}',
      '{% for x in task.input.list %}{{ forloop.index }}{{ x }}{% endfor %}',
      '{% unless task.input.no %}none{% endunless %}',
      '{% case task.input.n %}{% when 2 %}two{% else %}other{% endcase %}',
      '{{ task.input.source-ref }}',
    ].join('|')
    expect(page(source, { map: { a: 1, b: 2 }, list: ['x', 'y'], n: 2, 'source-ref': 'r' })).toBe('2|a=1;b=2;|1x2y|none|two|r')
  })

  it.each([
    ['{% if x %}', 'tag {% if x %} not closed', 1],
    ['\n\n{% nosuch %}', 'tag "nosuch" not found', 3],
    ['a\n{{ x | nosuch }}', 'undefined filter: nosuch', 2],
    ['{{ x', 'output "{{ x" not closed', 1],
    ["\n{% include 'x' %}", 'reads another file', 2],
    ["\n{% render '/etc/passwd' %}", 'reads another file', 2],
  ])('says where %j is wrong', (source, message, line) => {
    expect(problem(source)).toMatchObject({ message: expect.stringContaining(message), line, column: expect.any(Number) })
  })

  it.each([
    '{% for i in (1..1000000000) %}x{% endfor %}',
    '{% for i in (1..90000) %}{% for j in (1..90000) %}{{ i }}{% endfor %}{% endfor %}',
    '{% assign x = "abcdefghij" %}{% for i in (1..60) %}{% assign x = x | append: x %}{% endfor %}{{ x | size }}',
  ])('stops what never ends: %s', (source) => {
    expect(problem(source)?.message).toMatch(/limit exceeded/)
  })

  it('does not count the time in which the machine was at something else', () => {
    const opened = openTemplate('liquid', '{{ task.input.a | grant_read_access }} and {{ task.input.b }}')
    const asleep = new Int32Array(new SharedArrayBuffer(4))
    const rendered = opened.ok && opened.value.render({ a: 'x', b: 'y' }, () => Atomics.wait(asleep, 0, 0, 600) && 'z')
    expect(rendered).toEqual({ ok: true, value: 'z and y' })
  })
})

describe('task.input', () => {
  it('is the row, with taskObject and manifestLine', () => {
    expect(page('{{ task.input.taskObject }} {{ task.input.manifestLine.source }}', { source: 's' })).toBe('s s')
    expect(page('{{ task.input.taskObject }}', { 'source-ref': 'r' })).toBe('r')
    expect(page('{{ task.input.taskObject }}', { source: 's', 'source-ref': 'r' })).toBe('s')
  })

  it('has what the author adds: constants, and columns under other names or read as JSON', () => {
    const inputs: InputLine[] = [
      { name: 'labels', constant: ['Cat', 'Dog'] },
      { name: 'taskObject', column: 'url', asJson: false },
      { name: 'blocks', column: 'cell', asJson: true },
    ]
    const source = '{{ task.input.labels[1] }} {{ task.input.taskObject }} {{ task.input.blocks[0].a }}'
    expect(page(source, { url: 'u', cell: '[{"a":7}]' }, { inputs })).toBe('Dog u 7')
  })
})

describe('what a row may lack', () => {
  it('is what a condition asks for, or what has a value of its own then', () => {
    const source = `{{ task.input.a }}{{ task.input.b.c | default: "none" }}{% if task.input.d and task.input['e f'] %}{{ task.input.d }}{% endif %}
      {%- unless task.input.g == "%" %}{% for x in task.input.list %}{{ x }}{% endfor %}{% endunless %}`
    const opened = openTemplate('liquid', source)
    if (!opened.ok) throw new Error(opened.error.message)
    const { reads, optional } = opened.value
    expect(reads.filter((name) => !optional.has(name))).toEqual(['a', 'list'])
  })
})

describe('a layout of Mechanical Turk', () => {
  const mturk = { dialect: 'mturk' } as const

  it('has only names of columns replaced, once, as they stand', () => {
    const source = 'const t = `${i} of ${url}`; {{ url }} ${constructor} ${html}'
    expect(page(source, { url: '${html}', html: '<b>$&</b>' }, mturk)).toBe(
      'const t = `${i} of ${html}`; {{ url }} ${constructor} <b>$&</b>',
    )
  })

  it('is a dialect of its own: Liquid leaves ${…} alone', () => {
    expect(page('`${url}`{{ task.input.url }}', { url: 'u' })).toBe('`${url}`u')
  })

  it('knows no names but those of columns and of what the author adds', () => {
    const inputs: InputLine[] = [{ name: 'labels', constant: ['a'] }]
    expect(page('${manifestLine} ${taskObject} ${labels}', { source: 's' }, { dialect: 'mturk', inputs })).toBe(
      '${manifestLine} ${taskObject} ["a"]',
    )
  })

  it('says which columns it could read', () => {
    const opened = openTemplate('mturk', '${b} ${a} ${b} ${a.length} ${ f(x) }')
    expect(opened.ok && opened.value.reads).toEqual(['b', 'a'])
  })
})

describe('scripts that pages load from elsewhere', () => {
  it('are ours where we have them, without the checks of another file', () => {
    const source = [
      '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>',
      "<script defer src='//assets.crowd.aws/crowd-html-elements-v2.js'></script>",
      '<link rel="stylesheet" href="https://assets.crowd.aws/crowd-html-elements-v2.css">',
      "<script type='text/javascript' src='https://s3.amazonaws.com/mturk-public/externalHIT_v1.js'></script>",
      '<script src="https://code.jquery.com/jquery-3.6.0.min.js" integrity="sha256-x=" crossorigin="anonymous"></script>',
      '<SCRIPT SRC=https://d3js.org/d3.v6.min.js></SCRIPT>',
      '<script src="https://cdnjs.cloudflare.com/ajax/libs/node-uuid/1.4.8/uuid.min.js"></script>',
      '<script src="https://cdn.jsdelivr.net/npm/@shopify/draggable@1.0.0-beta.8/lib/draggable.bundle.js"></script>',
    ].join('\n')
    expect(page(source, {}).split('\n')).toEqual([
      '<script src="data:text/javascript,"></script>',
      '<script defer src="data:text/javascript,"></script>',
      '<link rel="stylesheet" href="data:text/css,">',
      '<script type=\'text/javascript\' src="data:text/javascript,function turkSetAssignmentID(){}"></script>',
      '<script src="/templates/libraries/jquery-3.6.0.js"></script>',
      '<SCRIPT SRC="/templates/libraries/d3-v6.js"></SCRIPT>',
      '<script src="/templates/libraries/node-uuid-1.4.8.js"></script>',
      '<script src="/templates/libraries/draggable-1.0.0-beta.8.js"></script>',
    ])
  })

  it('stay as they are where we do not', () => {
    const source =
      '<script src="https://example.org/a.js" integrity="x"></script><script>let a = "<b>"</script><script src="jquery-3.6.0.js"></script>'
    expect(page(source, {})).toBe(source)
  })
})
