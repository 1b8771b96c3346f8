import type { ContentStore } from '../../aws/content-store.ts'
import type { IssueStore } from '../../aws/issues/issue-store.ts'
import type { SiteStore } from '../../aws/pages/site-store.ts'
import type { Issue } from '../../core/issues/issue.ts'
import { listedIssues } from '../../core/pages/limits.ts'
import { renderIssueIndex, renderIssuePage } from '../../core/pages/render-issue.ts'
import type { DigestName } from '../../core/publication.ts'
import type { Site } from '../../core/site.ts'

export type IssueServices = {
  readonly site: Site
  readonly issues: IssueStore
  readonly issueContent: ContentStore<Issue>
  readonly files: SiteStore
}

/** Writes the page of an issue, and the overview of all issues. */
export async function publishIssue(
  { digest, number }: { readonly digest: DigestName; readonly number: number },
  services: IssueServices,
): Promise<void> {
  const record = await services.issues.get(digest, number)
  if (!record) throw new Error(`There is no issue ${digest} ${number}`)
  const issue = await services.issueContent.get(record.contentKey)
  await services.files.put([renderIssuePage(services.site, issue)])
  await publishIssueIndex(services)
}

/** Writes the overview of all issues, newest first, including those of digests that publication.json no longer contains. */
export async function publishIssueIndex({ site, issues, files }: IssueServices): Promise<void> {
  await files.replace([renderIssueIndex(site, []).path], async () => {
    const digests = await issues.listDigests(site.publication)
    const records = (await Promise.all(digests.map((digest) => issues.list(digest, listedIssues)))).flat()
    const newestFirst = records.toSorted((a, b) => b.composedAt.localeCompare(a.composedAt))
    return { put: [renderIssueIndex(site, newestFirst)], remove: [] }
  })
}
