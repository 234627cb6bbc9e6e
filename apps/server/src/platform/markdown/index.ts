export { Changes } from './changes.tsx'
export { renderMarkdown, textChanges } from './markdown.ts'
