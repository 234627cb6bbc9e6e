export { limitExposure, returnExposure } from './exposure-limit.ts'
export { exposurePages } from './exposure.pages.tsx'
export { exposureApi } from './exposure.routes.ts'
export { findChoices, refusedBy } from './exposure.store.ts'
