/**
 * The issues that bounced softly in a row at an address. A mail server may accept a mail, which SES reports as a delivery, and
 * return it later. So a delivery ends the row only when a later issue is reported and this one has not bounced.
 */
export type SoftBounces = {
  readonly issues: readonly string[]
  /** The issue that was delivered last, and has not bounced since. */
  readonly delivered?: Sent | undefined
}

/** An issue as it was mailed to the address. */
export type Sent = { readonly issue: string; readonly sentAt: string }

/** Counts an issue that bounced softly. Returns the same object if it is counted already. */
export function addSoftBounce(before: SoftBounces | undefined, sent: Sent): SoftBounces {
  const { issues, delivered } = before ?? { issues: [] }
  if (before && issues.includes(sent.issue)) return before
  if (delivered === undefined || delivered.issue === sent.issue) return { issues: [...issues, sent.issue] }
  const isLater = delivered.sentAt < sent.sentAt
  return isLater ? { issues: [sent.issue] } : { issues: [...issues, sent.issue], delivered }
}

/** Notes that an issue was delivered. Returns undefined if the row has ended, and the same object if nothing changes. */
export function addDelivery(before: SoftBounces, sent: Sent): SoftBounces | undefined {
  const { issues, delivered } = before
  if (issues.includes(sent.issue) || delivered?.issue === sent.issue) return before
  return delivered === undefined ? { issues, delivered: sent } : undefined
}
