import type { ContentStore } from '../../aws/content-store.ts'
import type { IssueStore } from '../../aws/issues/issue-store.ts'
import type { SiteStore } from '../../aws/pages/site-store.ts'
import { isPublic, previewFolder } from '../../core/issues/approval.ts'
import type { Approval, Issue, IssueRecord } from '../../core/issues/issue.ts'
import { listedIssues } from '../../core/pages/limits.ts'
import { renderIssueIndex, renderIssuePage } from '../../core/pages/render-issue.ts'
import { pageOf } from '../../core/pages/site-file.ts'
import type { DigestName } from '../../core/publication.ts'
import type { Site } from '../../core/site.ts'

export type IssueServices = {
  readonly site: Site
  readonly issues: IssueStore
  readonly issueContent: ContentStore<Issue>
  readonly files: SiteStore
}

/** Writes the page of an issue, and the overview of all issues. An issue that was never approved has neither. */
export async function publishIssue(
  { digest, number }: { readonly digest: DigestName; readonly number: number },
  services: IssueServices,
): Promise<void> {
  const record = await services.issues.get(digest, number)
  if (!record) throw new Error(`There is no issue ${digest} ${number}`)
  if (record.approval) await publishPreview(record, record.approval, services)
  if (!isPublic(record)) return
  const issue = await services.issueContent.get(record.contentKey)
  await services.files.put([renderIssuePage(services.site, issue, { previous: await findPrevious(record, services) })])
  await publishIssueIndex(services)
}

/** Writes the preview of an issue while it waits for approval, and then removes it. */
async function publishPreview(
  { digest, number }: IssueRecord,
  approval: Approval,
  { site, issues, issueContent, files }: IssueServices,
): Promise<void> {
  const folder = previewFolder({ digest, number }, approval)
  const { path } = pageOf(folder, '')
  await files.replace([path], async () => {
    const record = await issues.get(digest, number)
    if (record?.state !== 'awaiting-approval') return { put: [], remove: [path] }
    return { put: [renderIssuePage(site, await issueContent.get(record.contentKey), { folder })], remove: [] }
  })
}

/** Returns the number of the public issue before this one: some have never been approved. */
async function findPrevious({ digest, number }: IssueRecord, { issues }: IssueServices): Promise<number | undefined> {
  for (let previous = number - 1; previous > 0; previous -= 1) {
    const record = await issues.get(digest, previous)
    if (record && isPublic(record)) return previous
  }
  return undefined
}

/** Writes the overview of all issues, newest first, including those of digests that publication.json no longer contains. */
export async function publishIssueIndex({ site, issues, files }: IssueServices): Promise<void> {
  await files.replace([renderIssueIndex(site, []).path], async () => {
    const digests = await issues.listDigests(site.publication)
    const records = (await Promise.all(digests.map((digest) => issues.list(digest, listedIssues)))).flat()
    const newestFirst = records.filter(isPublic).toSorted((a, b) => b.composedAt.localeCompare(a.composedAt))
    return { put: [renderIssueIndex(site, newestFirst)], remove: [] }
  })
}
