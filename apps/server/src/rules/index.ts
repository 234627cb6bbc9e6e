export { readParameters } from './parameters.store.ts'
