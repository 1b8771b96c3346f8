/** An SES event as published to SNS, with what `details` adds under the type's own name. */
export function sesEvent<Details extends object>(
  eventType: string,
  details: Details,
  tags: Readonly<Record<string, readonly string[]>> = ourTags,
) {
  return {
    eventType,
    mail: {
      timestamp: '2026-11-21T06:00:02.012Z',
      source: 'post@example.org',
      sendingAccountId: '123456789012',
      messageId: 'ses-1',
      destination: ['ada@example.org'],
      headersTruncated: false,
      headers: [{ name: 'Subject', value: 'Hello' }],
      commonHeaders: { subject: 'Hello' },
      tags: { 'ses:configuration-set': ['postrider'], ...tags },
    },
    ...details,
  }
}

const ourTags = { issue: ['daily-12'], delivery: ['ab12cd34'] }

export function bounce(bounceType: string, bounceSubType: string, recipients: readonly object[]) {
  const timestamp = '2026-11-21T06:00:05.000Z'
  const bounce = { bounceType, bounceSubType, bouncedRecipients: recipients, timestamp, feedbackId: 'f-1' }
  return sesEvent('Bounce', { bounce })
}

export function complaint(complaintFeedbackType: string | undefined) {
  const complainedRecipients = [{ emailAddress: 'ada@example.org' }]
  const timestamp = '2026-11-21T06:00:05.000Z'
  return sesEvent('Complaint', {
    complaint: { complainedRecipients, timestamp, feedbackId: 'f-1', complaintSubType: null, complaintFeedbackType },
  })
}

export const unknownUser = {
  emailAddress: 'ada@example.org',
  action: 'failed',
  status: '5.1.1',
  diagnosticCode: 'smtp; 550 5.1.1 user unknown',
}
