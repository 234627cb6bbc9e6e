export { emptyDatabase, freshDatabase, type FreshDatabase } from './test-database.ts'
export { aProject, type BuiltProject, type ProjectToBuild } from './project-builder.ts'
export { cookieOf, startTestApp, TEST_PASSWORD, type Client, type TestApp, type TestAppOptions, type TestClock } from './test-app.ts'
