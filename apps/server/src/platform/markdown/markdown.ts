import { diffWordsWithSpace } from 'diff'
import MarkdownIt from 'markdown-it'

// `html: false`: a tag in the text is shown as text. Images are left out: they would be fetched from anywhere.
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false }).disable('image')
const defaultLink =
  markdown.renderer.rules['link_open'] ?? ((tokens, index, options, _env, self) => self.renderToken(tokens, index, options))
markdown.renderer.rules['link_open'] = (tokens, index, options, env, self) => {
  tokens[index]?.attrSet('rel', 'noopener noreferrer nofollow')
  tokens[index]?.attrSet('target', '_blank')
  return defaultLink(tokens, index, options, env, self)
}

// the page around the text has the first heading
for (const name of ['heading_open', 'heading_close'] as const) {
  markdown.renderer.rules[name] = (tokens, index, options, _env, self) => {
    const token = tokens[index]
    if (token !== undefined) token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + 1)}`
    return self.renderToken(tokens, index, options)
  }
}

/** Markdown to HTML that is safe to put into a page as it is: no raw HTML, no images, no script addresses. */
export function renderMarkdown(text: string): string {
  return markdown.render(text)
}

export interface TextChange {
  readonly kind: 'same' | 'added' | 'removed'
  readonly text: string
}

/** Long enough for two texts that resemble each other; two that do not are not worth waiting for. */
const SEARCH_MS = 300

/** What changed between two texts, word by word; the whole of both when they have too little in common. */
export function textChanges(before: string, after: string): TextChange[] {
  const changes = diffWordsWithSpace(before, after, { timeout: SEARCH_MS })
  if (changes === undefined) {
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ]
  }
  return changes.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }))
}
