import {
  angleAddress,
  dateField,
  headerField,
  messageId,
  senderDomain,
  senderFields,
  textField,
} from '../mail/header.ts'
import type { Publication } from '../publication.ts'
import type { Site } from '../site.ts'
import { cleanLine } from '../text/clean-text.ts'
import { type Issue, issueId } from './issue.ts'
import type { PersonalParts } from './personal-parts.ts'

/** Writes the headers that all mails of a variant share. */
export function issueHeaders({ publication, url }: Site, issue: Issue, subject: string, language: string): string {
  return [
    senderFields(publication, issue.settings, language),
    textField('Subject', subject),
    dateField(issue.composedAt),
    headerField('List-Id', listId(publication, issue.digest)),
    headerField('List-Archive', angleAddress(`${url}/issues/`)),
    // RFC 8058 §3.1: one-click unsubscription.
    headerField('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'),
    headerField('Feedback-ID', feedbackId(publication, issueId(issue), issue.digest)),
    headerField('Auto-Submitted', 'auto-generated'),
    headerField('Precedence', 'bulk'),
    headerField('Content-Language', language),
  ].join('')
}

/** Writes the headers that differ between the recipients of a variant. */
export function personalHeaders({ publication }: Site, issue: Issue, personal: PersonalParts): string {
  const delivery = `${issueId(issue)}.${personal.subscriberId}`
  return [
    headerField('To', angleAddress(personal.address)),
    headerField('Message-ID', messageId(delivery, senderDomain(publication))),
    headerField('List-Unsubscribe', angleAddress(personal.unsubscribeUrl)),
    // SES replaces the Message-ID with its own, but keeps this header.
    headerField('X-Postrider-Delivery', delivery.replace(/[^\w.-]/g, '')),
  ].join('')
}

/** Writes the List-Id (RFC 2919). It allows only ASCII, so a title in another script is left out. */
export function listId(publication: Publication, digest: string): string {
  const ascii = cleanLine(publication.title.normalize('NFKD').replace(/[^ -~]|["\\<>]/g, ''))
  const id = `<${digest}.${senderDomain(publication)}>`
  return /\w/.test(ascii) ? `"${ascii.slice(0, 60).trim()}" ${id}` : id
}

/** Writes the four fields that Gmail expects: issue, digest, kind of mail, sender (5–15 characters). */
export function feedbackId(publication: Publication, mailingId: string, digest: string): string {
  const sender = senderDomain(publication)
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 15)
    .padEnd(5, '0')
  return `${mailingId}:${digest}:digest:${sender}`
}
