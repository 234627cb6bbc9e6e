export { apiDescription } from './api-description.pages.tsx'
