/**
 * Lint rules of our own for packages/domain and packages/aggregation, where a decision depends on its arguments alone.
 * The built-in `no-restricted-properties` can name `Date.now`, but not a `Date` made of nothing, which is the same clock.
 */
import type { RuleTester } from 'oxlint/plugins-dev'

type Rule = Parameters<RuleTester['run']>[1]

const BANNED = new Set(['Date.now', 'Math.random', 'performance.now', 'crypto.randomUUID', 'crypto.getRandomValues'])

const noClockOrChance: Rule = {
  create(context) {
    const report = (node: NonNullable<Parameters<typeof context.report>[0]['node']>, what: string) =>
      context.report({
        node,
        message: `${what} makes a rule depend on when it runs, or on luck. Take the instant or the random source as an argument.`,
      })
    return {
      NewExpression(node) {
        if (node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0) report(node, 'new Date()')
      },
      CallExpression(node) {
        if (node.callee.type === 'Identifier' && node.callee.name === 'Date') report(node, 'Date()')
      },
      MemberExpression(node) {
        if (node.object.type !== 'Identifier' || node.property.type !== 'Identifier') return
        const name = `${node.object.name}.${node.property.name}`
        if (BANNED.has(name)) report(node, name)
      },
    }
  },
}

export default { meta: { name: 'canut' }, rules: { 'no-clock-or-chance': noClockOrChance } }
