export { emptyDatabase, freshDatabase, type FreshDatabase } from './test-database.ts'
export { startTestApp, TEST_PASSWORD, type Client, type TestApp, type TestAppOptions, type TestClock } from './test-app.ts'
