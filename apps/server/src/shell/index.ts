export { shell } from './shell.tsx'
