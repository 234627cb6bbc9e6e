import type { TextChange } from './markdown.ts'

/** A text with its changes marked: <ins> and <del> are read out by screen readers and do not rely on colour. */
export function Changes({ changes }: { changes: readonly TextChange[] }) {
  return (
    <div class="diff">
      {changes.map(({ kind, text }) => (kind === 'added' ? <ins>{text}</ins> : kind === 'removed' ? <del>{text}</del> : text))}
    </div>
  )
}
