export { EXPORT_FORMATS, EXPORT_KINDS, exportLines, type ExportFormat, type ExportKind } from './export-lines.ts'
export { exportRoutes } from './exports.routes.ts'
