export { isLabelStudioTask, readTask, writeTask, type AnnotationWriting, type TaskWriting } from './tasks.ts'
