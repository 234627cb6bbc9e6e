export { createAllow, signedIn, type Allow } from './guard.ts'
