export { changeSteward } from './change-steward.ts'
export { depositPages } from './deposits.pages.tsx'
export { listStewards } from './stewards.store.ts'
export { stewardPages } from './steward.pages.tsx'
