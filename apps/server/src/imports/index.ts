export { importApi } from './imports.routes.ts'
export { streamImport, type ImportToStream } from './stream-import.ts'
