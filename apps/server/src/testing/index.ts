export { emptyDatabase, freshDatabase, type FreshDatabase } from './test-database.ts'
export { aProject, type BuiltProject } from './project-builder.ts'
export { cookieOf, startTestApp, TEST_PASSWORD, type Client, type FormFields, type TestApp } from './test-app.ts'
