export { aggregateBatch, startResultTasks } from './aggregate-batch.ts'
export { findLatestRuns } from './runs.store.ts'
export { resultPages } from './results.pages.tsx'
export { resultApi } from './results.routes.ts'
