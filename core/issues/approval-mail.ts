import type { OperatorMessage } from '../messages.ts'
import { fillNames } from '../name-value.ts'
import type { Site } from '../site.ts'
import { countOf } from '../text/count-of.ts'
import { messagesFor } from '../text/locales.ts'
import { addressOf } from './approval.ts'
import { type Issue, type IssueRecord, issueId } from './issue.ts'
import { composeSubject } from './mail-subject.ts'
import { titleOf } from './view-article.ts'

/** Composes the mail that asks the operator to approve an issue. */
export function requestApproval(site: Site, issue: Issue, record: IssueRecord): OperatorMessage {
  const { digest, number, title, articles, corrections, note, sponsor } = issue
  const { publication } = site
  const { until } = record.approval ?? {}
  const titles = articles.map(titleOf)
  const subject = composeSubject(site, issue, titles, messagesFor(publication.language, publication.language))
  const parts = [
    countOf(articles.length, 'article'),
    ...(corrections.length > 0 ? [countOf(corrections.length, 'correction')] : []),
    ...(note ? ['an editor’s note'] : []),
    ...(sponsor ? ['a sponsor’s text'] : []),
  ]
  return operatorMail(issue, 'approval', `Approve: ${title}`, [
    `An issue of ${publication.title} waits for your approval: ${title}, with ${parts.join(', ')}.`,
    `Subject: ${fillNames(subject)}`,
    articles.map(({ title, url }) => `- ${title}\n  ${url}`).join('\n'),
    `Read it: ${addressOf(site, record)}`,
    `Mail it:\n  npx postrider issues approve ${digest} ${number}`,
    `Do not mail it${issue.alone ? '' : '; its articles wait for the next issue'}:\n  npx postrider issues cancel ${digest} ${number}`,
    until
      ? `If nobody has approved it by ${until}, it is not mailed, and its articles wait for the next issue.`
      : `It waits until you decide${issue.alone ? '' : ', or until the next issue is composed, which then contains its articles'}.`,
    `See who would get it: npx postrider digest plan ${digest}`,
  ])
}

/** Why an issue is given up: its time has passed, the next issue has its articles, or none of them is left. */
export type ExpiryReason = 'late' | 'replaced' | 'empty'

/** Composes the mail that tells the operator that an issue was given up before anybody approved it. */
export function reportExpiry(
  site: Site,
  { digest, number, title }: IssueRecord,
  reason: ExpiryReason,
): OperatorMessage {
  const name = `${title} of ${site.publication.title}`
  const paragraphs = {
    late: [
      `${name} was not approved in time, so it is not mailed. Its articles wait for the next issue.`,
      `Compose an issue of them now: npx postrider digest send ${digest}`,
    ],
    replaced: [
      `${name} was not approved before the next issue was composed, so it is not mailed. The next issue contains its articles.`,
    ],
    empty: [`${name} is not mailed, because none of its articles is left.`],
  }
  return operatorMail({ digest, number }, 'expired', `Not approved: ${title}`, paragraphs[reason])
}

function operatorMail(
  issue: Pick<IssueRecord, 'digest' | 'number'>,
  kind: string,
  subject: string,
  paragraphs: readonly string[],
): OperatorMessage {
  return { operator: `${issueId(issue)}-${kind}`, subject, text: `${paragraphs.join('\n\n')}\n` }
}
