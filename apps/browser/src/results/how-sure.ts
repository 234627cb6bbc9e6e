/** What the server knows for each limit, from `from` hundredths on. */
interface Figures {
  readonly from: number
  readonly tasks: readonly number[]
  /** of these, those that may get more */
  readonly ready: readonly number[]
  readonly more: readonly number[]
  readonly of: number
  readonly eachMicros: number
  readonly currency: string
}

/** With blanks in braces; a batch that is closed has the plain one only. */
interface Sentences {
  readonly plain: string
  /** none of these tasks may get more now */
  readonly none?: string
  readonly cost?: string
}

/** Says, while the limit moves, how many tasks are below it and what more responses for them would cost; without it, the form asks the server. */
export function sayHowSure(form: HTMLFormElement): void {
  const range = form.querySelector<HTMLInputElement>('input[type="range"]')
  const output = form.querySelector('output')
  const sentence = form.querySelector('.how-sure-sentence')
  const figures = JSON.parse(form.dataset['figures'] ?? 'null') as Figures | null
  const sentences = JSON.parse(form.dataset['sentences'] ?? 'null') as Sentences | null
  if (range === null || output === null || sentence === null || figures === null || sentences === null) return

  const lang = document.documentElement.lang
  const number = new Intl.NumberFormat(lang)
  const percent = new Intl.NumberFormat(lang, { style: 'percent' })
  const money = new Intl.NumberFormat(lang, { style: 'currency', currency: figures.currency })
  const say = () => {
    const place = range.valueAsNumber - figures.from
    const tasks = figures.tasks[place] ?? 0
    const ready = figures.ready[place] ?? 0
    const more = figures.more[place] ?? 1
    const words: Readonly<Record<string, string>> = {
      tasks: number.format(tasks),
      of: number.format(figures.of),
      limit: percent.format(range.valueAsNumber / 100),
      ready: number.format(ready),
      more: number.format(more),
      cost: money.format((ready * more * figures.eachMicros) / 1_000_000),
    }
    output.textContent = words['limit'] ?? ''
    range.setAttribute('aria-valuetext', words['limit'] ?? '')
    const said = tasks === 0 ? sentences.plain : ((ready === 0 ? sentences.none : sentences.cost) ?? sentences.plain)
    sentence.textContent = said.replace(/\{(\w+)\}/g, (_all, name: string) => words[name] ?? '')
  }
  range.addEventListener('input', say)
  say()
}
