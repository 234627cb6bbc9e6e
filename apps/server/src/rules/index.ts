export { readParameters } from './parameters.store.ts'
export { rulesPages } from './rules.pages.tsx'
