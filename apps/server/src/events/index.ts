export { appendEvent, verifyEvents, type ChainReport, type NewEvent } from './events.store.ts'
