export { framePages } from './frames.pages.tsx'
