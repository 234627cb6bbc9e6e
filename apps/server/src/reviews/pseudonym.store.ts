export { pseudonymOf, pseudonymSql } from '../work/index.ts'
