export { aggregateBatch, isOutdated, requestAggregation, startResultTasks } from './aggregate-batch.ts'
export { findLatestRuns, type RunRow } from './runs.store.ts'
export { resultApi } from './results.routes.ts'
