import type { Receipt } from '../../core/articles/receipt.ts'
import type { IssueRecord } from '../../core/issues/issue.ts'

export function sampleReceipt(changes: Partial<Receipt> = {}): Receipt {
  return { key: 'articles/a.md', state: 'published', problems: [], at: '2026-03-01T05:00:00.000Z', ...changes }
}

export function sampleIssue(changes: Partial<IssueRecord> = {}): IssueRecord {
  const number = changes.number ?? 1
  return {
    digest: 'daily',
    number,
    title: `Daily digest ${number}`,
    composedAt: '2026-03-01T06:00:00.000Z',
    contentKey: `issues/daily/${number}`,
    articleCount: 2,
    state: 'planned',
    ...changes,
  }
}

/** Returns a mail with an HTML part, a text part and more parts. */
export function sampleMail(html: string, text = 'In words.', more: readonly string[] = []): string {
  const parts = [
    `Content-Type: text/plain; charset=utf-8\r\n\r\n${text}`,
    `Content-Type: text/html; charset=utf-8\r\n\r\n${html}`,
  ]
  return [
    'From: The Night Mail <news@night-mail.example.org>',
    'To: ada@example.org',
    'Subject: =?utf-8?q?Over_the_border_=E2=9C=89?=',
    'List-Unsubscribe: <http://127.0.0.1:4000/unsubscribe?t=token>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/related; boundary=outer',
    '',
    '--outer',
    'Content-Type: multipart/alternative; boundary=inner',
    '',
    ...parts.flatMap((part) => ['--inner', part]),
    '--inner--',
    ...more.flatMap((part) => ['--outer', part]),
    '--outer--',
    '',
  ].join('\r\n')
}
