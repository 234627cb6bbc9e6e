export { refuse, RefusedRequest, STATUS, type Refusal } from './refusal.ts'
export { respondRefusal, sentenceOf } from './respond.tsx'
