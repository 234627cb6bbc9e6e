import { diffWordsWithSpace } from 'diff'
import MarkdownIt from 'markdown-it'

// `html: false`: a tag in the text is shown as text. Images are left out: they would be fetched from anywhere.
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false }).disable('image')
const defaultLink = markdown.renderer.rules['link_open'] ?? ((tokens, index, options, _env, self) => self.renderToken(tokens, index, options))
markdown.renderer.rules['link_open'] = (tokens, index, options, env, self) => {
  tokens[index]?.attrSet('rel', 'noopener noreferrer nofollow')
  tokens[index]?.attrSet('target', '_blank')
  return defaultLink(tokens, index, options, env, self)
}

/** Markdown to HTML that is safe to put into a page as it is: no raw HTML, no images, no script addresses. */
export function renderMarkdown(text: string): string {
  return markdown.render(text)
}

export interface TextChange {
  readonly kind: 'same' | 'added' | 'removed'
  readonly text: string
}

/** What changed between two texts, word by word. */
export function textChanges(before: string, after: string): TextChange[] {
  return diffWordsWithSpace(before, after).map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }))
}
