export { refuse, RefusedRequest, STATUS, type EdgeError, type Refusal } from './refusal.ts'
export { respondRefusal, sentenceOf } from './respond.tsx'
