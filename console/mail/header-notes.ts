/** What the headers of our mails are for, by name in lower case. */
const notes: Readonly<Record<string, string>> = {
  from: 'The sender that readers see. DMARC compares its domain with those of SPF and DKIM.',
  to: 'The reader. A mail of Postrider has one recipient.',
  'reply-to': 'Where answers go.',
  subject: 'What the inbox shows first.',
  date: 'When the mail was composed.',
  'message-id': 'Names the mail. SES replaces it with its own.',
  'mime-version': 'The mail has parts (RFC 2045).',
  'content-type': 'The mail has a text for programs that show no HTML, and the HTML itself (RFC 2046).',
  'content-transfer-encoding': 'How bytes are written as lines of ASCII (RFC 2045).',
  'content-language': 'The language of the mail, for readers and their programs.',
  'list-id': 'Names the digest, so that mail programs can file its mails (RFC 2919).',
  'list-unsubscribe': 'Where the mail program unsubscribes the reader. Gmail and Yahoo require it (RFC 2369).',
  'list-unsubscribe-post': 'The mail program may unsubscribe with one click, without a page (RFC 8058).',
  'list-archive': 'Where former issues are (RFC 2369).',
  'feedback-id': 'Groups mails in the statistics of Gmail’s Postmaster Tools.',
  'auto-submitted': 'A program sent this mail, so that no program answers it (RFC 3834).',
  precedence: 'An older way to say that no program should answer.',
  'x-postrider-delivery': 'Names the delivery, so that a bounce that quotes it can be attributed.',
  'x-ses-configuration-set': 'Says to SES where to report what becomes of the mail. SES removes it.',
  'x-ses-message-tags': 'Names the issue and the delivery in the reports of SES. SES removes it.',
}

/** Explains a header. Returns undefined for one that our mails do not have. */
export function explainHeader(name: string): string | undefined {
  return notes[name.toLowerCase()]
}
