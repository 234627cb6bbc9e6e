export { Changes } from './changes.tsx'
export { renderMarkdown, textChanges, type TextChange } from './markdown.ts'
