export { importApi } from './imports.routes.ts'
export { streamImport, type ImportToStream } from './stream-import.ts'
export { sentenceOfProblem } from './import-sentences.ts'
export { fromTable } from './row-problem.ts'
