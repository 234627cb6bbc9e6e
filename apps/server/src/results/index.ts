export { aggregateBatch, isOutdated, requestAggregation, startResultTasks } from './aggregate-batch.ts'
export { findLatestRuns, type RunRow } from './runs.store.ts'
export { resultPages } from './results.pages.tsx'
export { resultApi } from './results.routes.ts'
