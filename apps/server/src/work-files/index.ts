export { checkNamedFiles } from './check-named-files.ts'
export { findKnownMedia, findMediaAddresses } from './media-addresses.ts'
export { startFileTasks } from './sweep-files.ts'
export { workFileRoutes } from './work-files.routes.ts'
