import type { ContentStore } from '../../aws/content-store.ts'
import type { IssueStore } from '../../aws/issues/issue-store.ts'
import type { CountedLink } from '../../core/issues/click.ts'
import { countedLinks } from '../../core/issues/counted-links.ts'
import { type Issue, issueId } from '../../core/issues/issue.ts'

type Links = ReadonlyMap<string, string>
type Services = {
  readonly issues: Pick<IssueStore, 'get'>
  readonly content: Pick<ContentStore<Issue>, 'get'>
  readonly links: Map<string, Links>
}

const maximumCachedIssues = 50
const none: Links = new Map()

/** Returns the links of an issue that was mailed. Its content does not change any more, so they are kept in memory. */
export async function findLinks({ digest, number }: CountedLink, services: Services): Promise<Links> {
  const { issues, content, links } = services
  const id = issueId({ digest, number })
  const cached = links.get(id)
  if (cached) return cached
  const record = await issues.get(digest, number)
  if (!record || record.state === 'awaiting-approval' || record.state === 'expired') return none
  const issue = await content.get(record.contentKey)
  const found = issue.settings.clicks ? countedLinks(issue) : none
  links.set(id, found)
  const oldest = links.keys().next().value
  if (links.size > maximumCachedIssues && oldest !== undefined) links.delete(oldest)
  return found
}
