export { operationRoutes } from './operation.routes.ts'
export { diagnose } from './doctor.ts'
export { messages as doctorMessages } from './doctor.messages.ts'
export type { Finding } from './finding.ts'
