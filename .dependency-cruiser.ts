import type { IConfiguration } from 'dependency-cruiser'

/**
 * Who may import whom (house.md §2). Each rule says why, because that is the message people get.
 * tools/boundaries.test.ts plants one violation per rule and sees it reported: a rule without a planting fails there.
 */

/** Tests may reach for whatever proves their point, except other features' insides. */
const TESTS = String.raw`(\.(test|spec)\.tsx?$|^(apps/server|packages/aggregation)/src/testing/)`
const SERVER = '^apps/server/src/'
/** Also when node_modules is above the folder, as in the copy that the test makes. */
const npm = (names: string) => String.raw`(^|/)node_modules/(${names})/`

/** Server code that may import Hono although it is neither routes nor pages, and why. */
const HTTP_EXCEPTIONS = [
  String.raw`^apps/server/src/main\.ts$`, // wires the routes together
  '^apps/server/src/access/', // the policy guard is a middleware
  '^apps/server/src/problems/', // turns refusals into responses
  '^apps/server/src/shell/', // frames a page around its content, and answers it
  String.raw`^apps/server/src/identity/(auth|ask-auth|session|session-cookie)\.ts$`, // reads and sets cookies
  String.raw`^apps/server/src/cli/serve\.ts$`, // listens
  String.raw`^apps/server/src/api-description/(operations|openapi-document)\.ts$`, // describes the routes themselves
]

const config: IConfiguration = {
  forbidden: [
    {
      name: 'domain-imports-nothing',
      comment: 'Rules are pure: what they need comes in as arguments, so that each is tested in a millisecond and read without context.',
      severity: 'error',
      from: { path: '^packages/domain/', pathNot: TESTS },
      to: { pathNot: '^packages/domain/' },
    },
    {
      name: 'aggregation-imports-nothing',
      comment: 'The algorithms are published alone under MIT: they must work, and be licensed, without the rest.',
      severity: 'error',
      from: { path: '^packages/aggregation/', pathNot: TESTS },
      to: { pathNot: '^packages/aggregation/' },
    },
    {
      name: 'contract-imports-only-zod',
      comment: 'The contract is shared with browsers and other people: it describes messages and decides nothing.',
      severity: 'error',
      from: { path: '^packages/contract/', pathNot: TESTS },
      to: { pathNot: ['^packages/contract/', npm('zod')] },
    },
    {
      name: 'elements-import-only-the-shapes',
      comment: 'The elements are published alone: they need Lit, a library for what they draw, and from us the shapes of responses.',
      severity: 'error',
      from: { path: '^packages/elements/', pathNot: TESTS },
      to: { path: '^packages/', pathNot: '^packages/(elements|contract)/' },
    },
    {
      name: 'packages-import-no-app',
      comment: 'Apps are made of packages, never the other way round.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^apps/' },
    },
    {
      name: 'browser-imports-no-server',
      comment: 'What is sent to browsers is small and public: server code is neither.',
      severity: 'error',
      from: { path: '^apps/browser/' },
      to: { path: '^apps/server/' },
    },
    {
      name: 'browser-imports-contract-domain-elements-only',
      comment: 'Phones on poor lines load it: the messages, a few pure helpers and the task elements are all it needs of ours.',
      severity: 'error',
      from: { path: '^apps/browser/', pathNot: TESTS },
      to: { path: '^packages/', pathNot: '^packages/(contract|domain|elements)/' },
    },
    {
      name: 'nothing-imports-the-browser-app',
      comment: 'The server hands out its built files by name; code that runs in two places belongs in a package.',
      severity: 'error',
      from: { pathNot: '^apps/browser/' },
      to: { path: '^apps/browser/' },
    },
    {
      name: 'shipped-code-imports-no-tools',
      comment: 'Tests, benches and tools are not installed with the server, so nothing that runs there may need them.',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: TESTS },
      to: { path: ['^(e2e|bench|tools)/', TESTS] },
    },
    {
      name: 'only-stores-speak-sql',
      comment: 'A request is followed to its SQL in one known place: <feature>.store.ts. Ask the store; pass it the transaction.',
      severity: 'error',
      from: { path: SERVER, pathNot: [TESTS, String.raw`\.store\.ts$`, '^apps/server/src/platform/'] },
      to: { path: npm('kysely|pg|pg-boss|pg-copy-streams|@types/pg|@types/pg-copy-streams') },
    },
    {
      name: 'only-edges-speak-http',
      comment: 'Use cases answer to any caller (a page, the API, a job, the command line): only routes, pages and platform know Hono.',
      severity: 'error',
      from: {
        path: SERVER,
        pathNot: [TESTS, String.raw`\.routes\.tsx?$`, String.raw`\.pages\.tsx$`, '^apps/server/src/platform/', ...HTTP_EXCEPTIONS],
      },
      // components draw with hono/jsx wherever they stand: drawing is not answering
      to: { path: npm('hono|@hono/[^/]+'), pathNot: '/hono/dist/(types/)?jsx/' },
    },
    {
      name: 'features-meet-at-their-index',
      comment: 'What another feature may use is what its index.ts offers; everything else may change without asking.',
      severity: 'error',
      from: { path: '^apps/server/src/([^/]+)/' },
      to: {
        path: '^apps/server/src/[^/]+/',
        pathNot: ['^apps/server/src/$1/', '^apps/server/src/(platform|testing)/', String.raw`^apps/server/src/[^/]+/index\.tsx?$`],
      },
    },
    {
      name: 'main-meets-features-at-their-index',
      comment: 'Wiring needs what a feature offers, not how it is made.',
      severity: 'error',
      from: { path: String.raw`^apps/server/src/[^/]+\.ts$` },
      to: { path: '^apps/server/src/[^/]+/', pathNot: ['^apps/server/src/platform/', String.raw`^apps/server/src/[^/]+/index\.tsx?$`] },
    },
    {
      name: 'platform-knows-no-feature',
      comment: 'Platform holds no business words: it would serve another product as well.',
      severity: 'error',
      from: { path: '^apps/server/src/platform/', pathNot: TESTS },
      // reading a request ends in a refusal in the words of problems, which every feature shares
      to: { path: [SERVER, '^packages/'], pathNot: ['^apps/server/src/platform/', String.raw`^apps/server/src/problems/index\.ts$`] },
    },
    {
      name: 'stores-and-use-cases-look-down',
      comment: 'Routes and pages call use cases, use cases call stores: never back up, or a page could not be changed alone.',
      severity: 'error',
      from: {
        path: SERVER,
        pathNot: [TESTS, String.raw`\.(routes|pages)\.tsx?$`, String.raw`/index\.tsx?$`, String.raw`^apps/server/src/main\.ts$`],
      },
      to: { path: String.raw`\.(routes|pages)\.tsx?$` },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or want a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'imports-are-declared',
      comment:
        'A package that only happens to be installed can vanish with the next update: declare it in the package.json beside the code.',
      severity: 'error',
      from: { path: '^(apps|packages|tools|e2e|bench)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'shipped-code-needs-no-dev-dependency',
      comment: 'An instance is installed without development dependencies.',
      severity: 'error',
      from: { path: '^(apps|packages)/[^/]+/src/', pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'npm-optional', 'npm-peer'] },
    },
    {
      name: 'imports-resolve',
      comment: 'What cannot be found cannot be checked either.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // TypeScript 7 has no stable API yet: this tool supports only older ones, and without a parser it silently reads no .ts file.
    // swc reads the syntax; tools/check-boundaries.ts compares what was seen with a second reading of every file.
    parser: 'swc',
    // the root's package.json declares what tests and tools of all packages use
    combinedDependencies: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^(apps|packages)/[^/]+/dist/'] },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['source', 'import', 'types', 'node', 'default'] },
  },
}

export default config
