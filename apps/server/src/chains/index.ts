export { chainPages } from './chains.pages.tsx'
export { chainApi } from './chains.routes.ts'
export { passDue, startChainTasks } from './pass-tasks.ts'
export { createPassage } from './save-passage.ts'
