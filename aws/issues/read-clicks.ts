import { type Clicks, sumClicks } from '../../core/issues/click.ts'
import { countedLinks } from '../../core/issues/counted-links.ts'
import { type Issue, type IssueRecord, issueId } from '../../core/issues/issue.ts'
import type { ContentStore } from '../content-store.ts'
import type { ClickStore } from './click-store.ts'

type Stores = {
  readonly issueContent: Pick<ContentStore<Issue>, 'get'>
  readonly clicks: Pick<ClickStore, 'read'>
}

/** Returns how often each link of an issue was opened; undefined if its links are not counted. */
export async function readClicks(record: IssueRecord, { issueContent, clicks }: Stores): Promise<Clicks | undefined> {
  const issue = await issueContent.get(record.contentKey)
  return issue.settings.clicks ? sumClicks(countedLinks(issue), await clicks.read(issueId(record))) : undefined
}
