export { changeSteward } from './change-steward.ts'
export { listStewards } from './stewards.store.ts'
