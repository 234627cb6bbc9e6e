export { aboutExport } from './about-export.ts'
export { EXPORT_FORMATS, EXPORT_KINDS, exportLines, type Export, type ExportFormat, type ExportKind } from './export-lines.ts'
export { exportRoutes } from './exports.routes.ts'
