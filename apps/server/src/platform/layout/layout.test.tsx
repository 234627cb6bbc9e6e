import { html as render } from 'hono/html'
import type { Child } from 'hono/jsx'
import { describe, expect, it } from 'vitest'
import {
  ActionForm,
  BarChart,
  Button,
  Chip,
  Choices,
  Empty,
  ErrorSummary,
  Facts,
  Field,
  Instant,
  LineChart,
  LinkButton,
  Menu,
  Money,
  Notice,
  Page,
  Pager,
  Progress,
  State,
  Table,
  Tabs,
  TaskHeader,
} from './index.ts'

const html = async (node: Child): Promise<string> => (await render`${node}`).toString()
const evil = `"><script>alert(1)</script><img src=x onerror='x'>`
const common = { locale: 'en', name: 'title', label: 'Title' } as const

const hostile: [string, Child][] = [
  [
    'Page',
    <Page
      locale="en"
      title={evil}
      description={evil}
      path={evil}
      site={evil}
      nav={[{ href: evil, label: evil }]}
      person={evil}
      footer={[{ href: evil, label: evil }]}
      flash={{ tone: 'ok', text: evil }}
      nonce={evil}
      stylesheet={evil}
    >
      {evil}
    </Page>,
  ],
  ['Notice', <Notice locale="en" tone="error" title={evil} children={evil} />],
  ['Button', <Button name={evil} value={evil} shortcut={evil} data={{ id: evil }} children={evil} />],
  ['LinkButton', <LinkButton href={evil}>{evil}</LinkButton>],
  ['ActionForm', <ActionForm action={evil} hidden={{ [evil]: evil }} children={evil} />],
  ['Field text', <Field {...common} name={evil} label={evil} hint={evil} errors={[evil]} value={evil} unit={evil} pattern={evil} />],
  ['Field textarea', <Field {...common} kind="textarea" value={`</textarea>${evil}`} />],
  ['Field select', <Field {...common} kind="select" placeholder={evil} options={[{ value: evil, label: evil }]} />],
  ['Field radios', <Field {...common} kind="radios" options={[{ value: evil, label: evil, hint: evil }]} />],
  ['Field checkbox', <Field {...common} kind="checkbox" value={evil} label={evil} />],
  ['ErrorSummary', <ErrorSummary locale="fr" problems={[{ field: evil, message: evil }]} />],
  ['Table', <Table caption={evil} columns={[{ label: evil, cell: () => evil }]} rows={[1]} totals={[evil]} />],
  ['Facts', <Facts locale="en" facts={[{ label: evil, value: evil, explanation: evil }]} />],
  ['Money', <Money text={evil} />],
  ['Progress', <Progress label={evil} value={1} max={2} text={evil} />],
  ['State', <State tone="ok">{evil}</State>],
  ['Chip', <Chip>{evil}</Chip>],
  ['Tabs', <Tabs label={evil} tabs={[{ href: evil, label: evil }]} />],
  ['Pager', <Pager locale="en" previous={evil} next={evil} text={evil} />],
  [
    'Menu',
    <Menu
      label={evil}
      items={[
        { href: evil, label: evil },
        { post: evil, label: evil, hidden: { a: evil } },
      ]}
    />,
  ],
  ['Empty', <Empty title={evil} why={evil} children={evil} />],
  ['Choices', <Choices legend={evil} name={evil} choices={[{ value: evil, label: evil, hint: evil, shortcut: evil }]} />],
  ['BarChart', <BarChart caption={evil} labelHeading={evil} valueHeading={evil} bars={[{ label: evil, value: 1, text: evil }]} />],
  [
    'LineChart',
    <LineChart locale="en" caption={evil} xHeading={evil} yHeading={evil} points={[{ x: 0, y: 1, xText: evil, yText: evil }]} />,
  ],
  [
    'TaskHeader',
    <TaskHeader back={{ href: evil, label: evil }} title={evil} purpose={evil} figures={evil} guide={{ label: evil, content: evil }} />,
  ],
]

describe('text that people typed', () => {
  it.each(hostile)('stays text in %s', async (_name, node) => {
    const page = await html(node)
    expect(page).toContain('&lt;script&gt;')
    expect(page).not.toMatch(/<script>|<img/)
  })

  it.each(hostile)('never meets an inline style or handler in %s, which the security policy would refuse', async (_name, node) => {
    const tagsOnly = (await html(node)).replaceAll(/"[^"]*"/g, '""')
    expect(tagsOnly).not.toMatch(/<[^>]* (?:style|on[a-z]+)=/)
  })
})

describe('Page', () => {
  it('is a whole document in its language, with a way past the header', async () => {
    const page = await html(<Page locale="fr" title="Travailler" path="/work?q=a" nonce="n1" scripts={['/a.js']} theme="dark" />)
    expect(page).toMatch(/^<!DOCTYPE html><html lang="fr" data-theme="dark">/)
    expect(page).toContain('<title>Travailler · Canut</title>')
    expect(page).toContain('href="#main"')
    expect(page).toContain('<main id="main"')
    expect(page).toContain('<script type="module" src="/a.js" nonce="n1"></script>')
    expect(page).toContain('<input type="hidden" name="back" value="/work?q=a"/>')
  })

  it('follows the device when nobody chose colours', async () => {
    const page = await html(<Page locale="en" title="Work" path="/" />)
    expect(page).toContain('<html lang="en"><head>')
    expect(page).not.toContain('/settings/theme')
  })

  it('leaves the whole screen to a task', async () => {
    const page = await html(
      <Page locale="en" title="Task" path="/" variant="task" nav={[{ href: '/', label: 'Work' }]}>
        <main id="main" class="task-area" />
      </Page>,
    )
    expect(page).not.toMatch(/site-header|site-footer/)
    expect(page.match(/<main/g)).toHaveLength(1)
  })
})

describe('Field', () => {
  it('ties the hint and every error to the control', async () => {
    const field = await html(<Field {...common} required hint="Short." errors={['Missing.', 'Too long.']} />)
    expect(field).toContain('aria-describedby="f-title-hint f-title-errors"')
    expect(field).toContain('aria-invalid="true"')
    expect(field).toContain('<li>Missing.</li><li>Too long.</li>')
    expect(field).toContain('required=""')
    expect(field).not.toContain('optional')
  })

  it('says in words when it may be left empty', async () => {
    expect(await html(<Field {...common} />)).toContain('(optional)')
    expect(await html(<Field {...common} locale="fr" />)).toContain('(facultatif)')
  })

  it('gives back what was typed, first empty line included', async () => {
    expect(await html(<Field {...common} kind="textarea" value={'\nverse'} />)).toContain('>\n\nverse</textarea>')
  })

  it('writes spelling help as the word that HTML wants', async () => {
    expect(await html(<Field {...common} spellcheck={false} />)).toContain('spellcheck="false"')
  })

  it('marks what was chosen, and nothing else', async () => {
    const options = [
      { value: 'a', label: 'A' },
      { value: 'b', label: 'B' },
    ]
    expect(await html(<Field {...common} kind="radios" value="b" options={options} />)).toMatch(/value="b" checked=""/)
    expect((await html(<Field {...common} kind="checkboxes" values={['a', 'b']} options={options} />)).match(/checked=""/g)).toHaveLength(2)
    expect((await html(<Field {...common} kind="select" value="a" options={options} />)).match(/selected=""/g)).toHaveLength(1)
  })

  it('is where the error summary leads, also for a group', async () => {
    const name = 'rows[0].price'
    const link = /href="#([^"]+)"/.exec(await html(<ErrorSummary locale="en" problems={[{ field: name, message: 'Wrong.' }]} />))?.[1]
    expect(await html(<Field {...common} name={name} />)).toContain(`id="${link}"`)
    expect(await html(<Field {...common} name={name} kind="radios" options={[{ value: 'a', label: 'A' }]} />)).toContain(`id="${link}"`)
  })

  it('is named in the error summary where a sentence fits several fields', async () => {
    const problems = [{ field: 'days', message: 'Écrivez un nombre entier.' }, { message: 'Pas de solde.' }]
    const named = await html(<ErrorSummary locale="fr" problems={problems} labels={{ days: 'Jours' }} />)
    expect(named).toContain('>Jours\u00a0: Écrivez un nombre entier.</a>')
    expect(named).toContain('<li>Pas de solde.</li>')
  })
})

describe('what has nothing to show', () => {
  it('is absent', async () => {
    expect(await html(<ErrorSummary locale="en" problems={[]} />)).toBe('')
    expect(await html(<Pager locale="en" previous={null} next={null} />)).toBe('')
    expect(await html(<LineChart locale="en" caption="c" xHeading="x" yHeading="y" points={[]} />)).toBe('')
  })

  it('draws no bar from nothing', async () => {
    const bars = [{ label: 'a', value: 0, text: '0' }]
    expect(await html(<BarChart caption="c" labelHeading="l" valueHeading="v" bars={bars} />)).toContain('<rect width="0"')
    expect(await html(<Progress label="Done" value={0} max={0} text="0 of 0" />)).toContain('<progress value="0" max="1"')
  })
})

describe('figures', () => {
  it('are explained by one click', async () => {
    const facts = await html(<Facts locale="en" facts={[{ label: 'Rate', value: '€12', explanation: '3600 ÷ 15' }]} />)
    expect(facts).toMatch(
      /<details class="explain"><summary>How is this computed\?<span class="visually-hidden"> Rate<\/span><\/summary><div>3600 ÷ 15/,
    )
  })

  it('carry their instant for machines', async () => {
    expect(await html(<Instant at={new Date(0)} text="the beginning" />)).toContain('datetime="1970-01-01T00:00:00.000Z"')
  })

  it('keep their column names where a row becomes a card', async () => {
    expect(
      await html(<Table caption="c" columns={[{ label: 'Pay', cell: (pay: string) => pay, numeric: true }]} rows={['€1']} />),
    ).toContain('<td role="cell" class="numeric" data-label="Pay"><span>€1</span></td>')
  })
})
