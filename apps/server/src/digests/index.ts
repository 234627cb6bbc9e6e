export { digestPages } from './digests.pages.tsx'
export { startDigestTasks } from './send-digests.ts'
