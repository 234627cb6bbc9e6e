import { posix } from 'node:path'
import type { Tree } from './tree.ts'
import { numbering } from './names.ts'

const DECISION = /^docs\/adr\/(\d{4})-[a-z0-9-]+\.md$/
const INDEX = 'docs/adr/0000-how-we-write-decisions.md'
const SECTIONS = ['## Context', '## Decision', '## Refused', '## Consequences']

export function checkDecisions({ files, read }: Tree): string[] {
  const decisions = files.filter((file) => file.startsWith('docs/adr/'))
  const misnamed = decisions
    .filter((file) => !DECISION.test(file))
    .map((file) => `${file}: decisions are called NNNN-decision-as-a-sentence.md.`)
  const numbered = decisions.filter((file) => DECISION.test(file))
  if (!numbered.includes(INDEX)) return [...misnamed, `${INDEX}: is missing.`]

  const index = read(INDEX)
  const incomplete = numbered.flatMap((file) => {
    const text = read(file)
    const title = /^# .+/.test(text) ? [] : [`${file}: begins with a title, "# " and the decision as a sentence.`]
    if (file === INDEX) return title
    const missing = SECTIONS.filter((section) => !text.includes(`\n${section}\n`)).map((section) => `${file}: has no section "${section}".`)
    const listed = index.includes(`(${posix.basename(file)})`) ? [] : [`${file}: is not in the list of ${INDEX}.`]
    return [...title, ...missing, ...listed]
  })
  const numbers = numbered.flatMap((file) => DECISION.exec(file)?.[1] ?? [])
  return [...misnamed, ...incomplete, ...numbering('docs/adr', numbers, 0)]
}

/** Relative links of all documents lead somewhere. */
export function checkLinks({ files, read }: Tree): string[] {
  const known = new Set(files)
  const exists = (path: string) => known.has(path) || files.some((file) => file.startsWith(`${path}/`))
  return files
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) =>
      linksIn(read(file))
        .filter((link) => !exists(posix.normalize(posix.join(posix.dirname(file), link)).replace(/\/$/, '')))
        .map((link) => `${file}: the link to ${link} leads nowhere.`),
    )
}

function linksIn(markdown: string): string[] {
  const prose = markdown.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, '')
  return Array.from(prose.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g), ([, link = '']) => link.replace(/#.*$/, '')).filter(
    (link) => link !== '' && !/^[a-z][a-z0-9+.-]*:/.test(link),
  )
}
