export { wizardPages } from './wizard.pages.tsx'
