import type { BrowserContext, Frame, FrameLocator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { openTemplate, type Dialect } from '../apps/server/src/templates/template.ts'

/** 20 by 10 pixels, all blue. */
export const BLUE_PNG =
  'iVBORw0KGgoAAAANSUhEUgAAABQAAAAKCAIAAAA7N+mxAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAGElEQVQokWNgYPhPAWIY1cwwGmAM+IIAAKK2xzmAcD7vAAAAAElFTkSuQmCC'

export interface Shown {
  readonly page: Page
  /** the page of the template, inside its frame */
  readonly inside: FrameLocator
  /** what left the frame, and how often the form around it was submitted with what */
  sent(): Promise<{ answers: { answer: Record<string, unknown>; _all?: Record<string, unknown[]> }[]; submissions: string[] }>
  /** all values of names that several fields share, of the first answer */
  all(): Promise<unknown>
  /** what the page around the frame was given to keep */
  files(): Promise<readonly { key: string; name: string; type: string; text: string }[]>
  /** the one answer; waits for it */
  answer(): Promise<Record<string, unknown>>
  /** errors of the page and of the frame, and what its policy refused */
  readonly errors: string[]
  frame(): Promise<Frame>
  /** what the element says above the frame */
  notice(): Promise<string>
  /** the value of the element: a draft, or the response */
  value(): Promise<string>
}

export interface ToShow {
  readonly dialect?: Dialect
  readonly row?: Readonly<Record<string, unknown>>
  /** the value that the element begins with */
  readonly value?: string
  readonly language?: string
  /** what grant_read_access gives */
  readonly grant?: (uri: string) => string | null
}

/** A template as a task screen shows it, without a task: rendered by the server's own code, in the real frame of a real server. */
export async function showTemplate(context: BrowserContext, url: string, source: string, of: ToShow = {}): Promise<Shown> {
  const opened = openTemplate(of.dialect ?? 'liquid', source)
  const rendered = opened.ok ? opened.value.render(of.row ?? {}, of.grant ?? (() => null)) : opened
  if (!rendered.ok) throw new Error(JSON.stringify(rendered.error))
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await page.route('**/harness', (route) => route.fulfill({ contentType: 'text/html', body: harness(of), headers: POLICY }))
  await page.route('**/harness-page', (route) => route.fulfill({ contentType: 'text/plain; charset=utf-8', body: rendered.value }))
  await page.goto(`${url}/harness`)
  await page.waitForFunction(() => document.body.dataset['shown'] === 'yes')
  const sent: Shown['sent'] = () => page.evaluate(() => (window as unknown as { seen: Awaited<ReturnType<Shown['sent']>> }).seen)
  return {
    page,
    inside: page.frameLocator('iframe'),
    errors,
    sent,
    files: () => page.evaluate(() => (window as unknown as { seen: { files: Awaited<ReturnType<Shown['files']>> } }).seen.files),
    async all() {
      const [first] = (await sent()).answers
      const { _all: all } = first ?? {}
      return all
    },
    async answer() {
      await page.waitForFunction(() => (window as unknown as { seen: { submissions: unknown[] } }).seen.submissions.length > 0)
      const { answers } = await sent()
      return answers[0]?.answer ?? {}
    },
    async frame() {
      const frame = page.frames().find((each) => each !== page.mainFrame())
      if (frame === undefined) throw new Error('there is no frame')
      return frame
    },
    notice: () => page.locator('canut-template-frame .notice').innerText(),
    value: () => page.evaluate(() => (document.querySelector('canut-template-frame') as HTMLInputElement).value),
  }
}

/**
 * Waits until every picture in the frame can be drawn on, and the frame is as high as its page: before, what is below moves
 * away from under the mouse.
 */
export async function whenDrawn(inside: FrameLocator): Promise<void> {
  await inside.getByRole('application').first().waitFor()
  await expect.poll(() => inside.locator('.wait').count()).toBe(0)
  await whenFitted(inside)
}

/** A difference of one pixel is left as it is. */
export async function whenFitted(inside: FrameLocator): Promise<void> {
  await expect.poll(() => inside.locator(':root').evaluate((root) => root.scrollHeight - innerHeight)).toBeLessThan(2)
}

/** The loader that pages of the dialect name; our own elements stand in its place. */
export const LOADER = '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>'

/** Puts a picture of one colour where the tests ask for one. */
export async function servePicture(context: BrowserContext, { w, h }: { w: number; h: number }): Promise<void> {
  const body = `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}"><rect width="100%" height="100%" fill="#a7c7a0"/></svg>`
  const headers = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }
  await context.route('**/media/pic.png', (route) => route.fulfill({ body, contentType: 'image/svg+xml', headers }))
}

/** Fills a crowd-form in, presses its Submit, and looks at what came out. */
export async function answerOf(
  show: (inner: string, of?: ToShow) => Promise<Shown>,
  inner: string,
  fill: (inside: FrameLocator, shown: Shown) => Promise<unknown> = async () => null,
  of: ToShow = {},
): Promise<Record<string, unknown>> {
  const shown = await show(inner, of)
  // pictures that arrive later move what is below them away from under the mouse
  await shown.page.waitForLoadState('networkidle')
  await fill(shown.inside, shown)
  await shown.inside.getByRole('button', { name: 'Submit', exact: true }).click()
  const answer = await shown.answer()
  if (shown.errors.length > 0) throw new Error(shown.errors.join('\n'))
  await shown.page.close()
  return answer
}

/** As around the task screen, so far as it concerns the frame. */
const POLICY = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; frame-src 'self'; form-action 'self'",
}

const harness = ({ value = '', language = 'en' }: ToShow): string => `<!DOCTYPE html>
<html lang="${language}"><head><meta charset="utf-8"><title>Harness</title><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/assets/canut.css">
<script>window.seen = { answers: [], submissions: [], files: [] }</script></head>
<body><form class="task-form"><div id="place"></div><footer class="task-actions"><button name="do" value="submit">Outer submit</button></footer></form>
<script type="module">
await import('/assets/templates.js')
const element = document.createElement('canut-template-frame')
element.setAttribute('name', 'response.value')
element.setAttribute('src', '/templates/frame')
element.setAttribute('label', 'The task')
element.setAttribute('page', await (await fetch('/harness-page')).text())
element.value = ${JSON.stringify(value).replaceAll('<', '\\u003c')}
element.addEventListener('canut-sent', ({ detail }) => window.seen.answers.push(detail))
element.addEventListener('canut-file-made', ({ detail: { key, file, name, keep } }) =>
  keep(file.text().then((text) => void window.seen.files.push({ key, name, type: file.type, text }))))
element.addEventListener('canut-shown', () => { document.body.dataset.shown = 'yes' })
document.querySelector('form').addEventListener('submit', (event) => {
  event.preventDefault()
  window.seen.submissions.push(new FormData(event.target).get('response.value'))
})
document.querySelector('#place').append(element)
</script></body></html>`
