export { EXPORT_FORMATS, EXPORT_KINDS, exportLines, type ExportFormat, type ExportKind } from './export-lines.ts'
export { exportPages } from './exports.pages.tsx'
export { exportRoutes } from './exports.routes.ts'
