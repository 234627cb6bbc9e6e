export { BatchStateMark } from './batch-state.tsx'
export { DisclosureCard } from './disclosure-card.tsx'
export { projectApi } from './projects.routes.ts'
export { projectPages } from './projects.pages.tsx'
export { sensitiveCategories, taskTypeTitle } from './projects.messages.ts'
export { createProject, EMPTY_PROJECT } from './save-project.ts'
export {
  adoptKind,
  findDisclosures,
  getDisclosure,
  listProjects,
  lockProject,
  type ProjectDisclosure,
  type ProjectSummary,
} from './projects.store.ts'
