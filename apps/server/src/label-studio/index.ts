export { labelStudioPages } from './label-studio.pages.tsx'
export { isLabelStudioTask, readTask, writeTask, type AnnotationWriting, type TaskWriting } from './tasks.ts'
