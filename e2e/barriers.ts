import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What axe finds serious or critical in a page as it stands, inside our elements as well: the rule and the place. */
export async function barriersOn(page: Page): Promise<string[]> {
  // evaluated, not added as a script tag: that works under our content policy too
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run({ resultTypes: ['violations'] })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
  })
}
