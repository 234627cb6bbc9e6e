export { appendEvent, verifyEvents, type ChainReport } from './events.store.ts'
