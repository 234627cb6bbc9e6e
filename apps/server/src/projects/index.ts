export { DisclosureCard, Chain, type DisclosureCardProps } from './disclosure-card.tsx'
export { projectApi } from './projects.routes.ts'
export { projectPages } from './projects.pages.tsx'
export { resultUses, sensitiveCategories, taskTypeTitle } from './projects.messages.ts'
export { createProject, editProject, EMPTY_PROJECT } from './save-project.ts'
export {
  findDisclosures,
  getDisclosure,
  listProjects,
  lockProject,
  type ProjectContent,
  type ProjectDisclosure,
  type ProjectSummary,
} from './projects.store.ts'
