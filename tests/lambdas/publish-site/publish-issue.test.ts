import { expect, test } from 'vitest'
import type { IssueRecord } from '../../../core/issues/issue.ts'
import { type IssueServices, publishIssueIndex } from '../../../lambdas/publish-site/publish-issue.ts'
import { sampleIssue } from '../../console/samples.ts'
import { sampleSite } from '../../core/issues/sample-issue.ts'

/** Returns the overview of the issues that are stored. */
async function writeIndex(stored: readonly IssueRecord[]): Promise<string> {
  const written: string[] = []
  const services = {
    site: sampleSite(),
    issues: {
      listDigests: async () => ['daily', 'monthly', 'the-week'],
      list: async (digest: string) => stored.filter((issue) => issue.digest === digest),
    },
    files: {
      replace: async (_paths: unknown, render: () => Promise<{ put: readonly { body: string }[] }>) =>
        void written.push(...(await render()).put.map(({ body }) => body)),
    },
  }
  await publishIssueIndex(services as unknown as IssueServices) // all that it uses
  return written.join()
}

test('the overview keeps the issues of a digest that publication.json no longer contains', async () => {
  expect(Object.keys(sampleSite().publication.digests)).not.toContain('monthly')
  const removed = sampleIssue({ digest: 'monthly', number: 3, title: 'Monthly digest #3' })
  const index = await writeIndex([removed, sampleIssue({ digest: 'daily', number: 7 })])
  expect(index).toContain('/issues/monthly/3/')
  expect(index).toContain('/issues/daily/7/')
})
