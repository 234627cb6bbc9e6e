export { DEMO_PASSWORD, REQUESTER, REVIEWER, STEWARD, WORKER } from './demo-people.ts'
export { isEmptyInstance } from './demo.store.ts'
export { loadDemo } from './load-demo.ts'
