export { LIBRARIES, libraryFile, libraryPath } from './known-scripts.ts'
export { previewTemplate, type Preview } from './preview-template.ts'
export { readInputLines, type InputLine } from './task-input.ts'
export { DIALECTS, openTemplate } from './template.ts'
