import type { Tree } from './tree.ts'

/** Folders of the server that are no features. */
const NO_FEATURES = new Set(['platform', 'cli', 'testing'])

/** Rules that belong to no single feature, and why. */
const SHARED_RULES: Readonly<Record<string, string>> = {
  money: 'every feature that shows or moves money counts with it',
  parameters: 'one register of figures, which all rules read',
  policies: 'one table says who may do what',
  shares: 'subscriptions asks for work, work hands it out, and both go by the same shares',
}
/** Messages that belong to no single feature. */
const SHARED_MESSAGES = new Set(['index', 'common', 'text', 'outlines', 'run-lengths'])

/** A feature carries the same word wherever it appears, so that knowing one place is knowing all. */
export function checkFeatures({ files }: Tree): string[] {
  const names = (pattern: RegExp) => [...new Set(files.flatMap((file) => pattern.exec(file)?.[1] ?? []))]
  const features = names(/^apps\/server\/src\/([^/]+)\//).filter((name) => !NO_FEATURES.has(name))
  const known = new Set(features)

  const withoutIndex = features
    .filter((name) => !files.includes(`apps/server/src/${name}/index.ts`))
    .map((name) => `apps/server/src/${name}: has no index.ts, so no other feature can use it and main.ts cannot mount it.`)
  const rules = names(/^packages\/domain\/src\/([^/]+)\//)
    .filter((name) => !known.has(name) && !(name in SHARED_RULES))
    .map(
      (name) =>
        `packages/domain/src/${name}: no feature of the server has this name. Use the feature's word, or add it to SHARED_RULES with a reason.`,
    )
  const messages = names(/^packages\/contract\/src\/([^/.]+)\.ts$/)
    .filter((name) => !known.has(name) && !SHARED_MESSAGES.has(name))
    .map((name) => `packages/contract/src/${name}.ts: no feature of the server has this name.`)
  const speechless = features
    .filter((name) => files.some((file) => file.startsWith(`apps/server/src/${name}/`) && file.endsWith('.pages.tsx')))
    .filter((name) => !files.some((file) => file.startsWith(`apps/server/src/${name}/`) && file.endsWith('.messages.ts')))
    .map((name) => `apps/server/src/${name}: has pages but no ${name}.messages.ts, so its sentences exist in one language at most.`)
  return [...withoutIndex, ...rules, ...messages, ...speechless]
}
