import axe from 'axe-core'
import type { Page } from 'playwright-core'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * Returns axe's findings on an open page by WCAG 2.2 AA and best practice: the rule and the element that violates it.
 * @param rules ids of tags or rules to check; default: all. In dark mode only the colour rules need checking.
 */
export async function findBarriers(page: Page, rules: readonly string[] = tags): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate((values) => window.axe.run({ runOnly: values }), [...rules])
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  )
}

declare global {
  interface Window {
    axe: typeof axe
  }
}
