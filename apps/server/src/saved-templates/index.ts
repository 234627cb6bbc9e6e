export { keepVersion, TEMPLATE_TYPE } from './keep-version.ts'
export { savedTemplatePages } from './saved-templates.pages.tsx'
export { savedTemplateApi } from './saved-templates.routes.ts'
export { findTemplateName, findVersion, listTemplates, type SavedTemplate } from './saved-templates.store.ts'
