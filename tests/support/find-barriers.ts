import axe from 'axe-core'
import type { Page } from 'playwright-core'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * What axe finds on an open page against WCAG 2.2 AA and good practice: the rule, and the elements that break it.
 * @param rules those to judge by, if not all: colours alone differ from light to dark
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
