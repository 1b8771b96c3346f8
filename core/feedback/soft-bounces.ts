/**
 * The issues that bounced softly in a row at an address. A mail server may accept a mail, which SES reports as a delivery, and
 * return it later. So a delivery ends the row only when a later issue is reported and this one has not bounced.
 */
export type SoftBounces = {
  readonly issues: readonly string[]
  /** The issue that was delivered last, and has not bounced since. */
  readonly delivered?: Sent | undefined
  /** The instant at which a suppression of the address was lifted. What bounced earlier counts no more. */
  readonly liftedAt?: string | undefined
}

/** An issue as it was mailed to the address. */
export type Sent = { readonly issue: string; readonly sentAt: string }

/**
 * Returns true if a bounce happened before the suppression of the address was lifted: its event came late, or again, and
 * must not suppress the address anew.
 *
 * @param at when it bounced
 */
export function isOverruled(row: SoftBounces | undefined, at: string): boolean {
  return row?.liftedAt !== undefined && Date.parse(at) <= Date.parse(row.liftedAt)
}

/** Counts an issue that bounced softly. Returns the same object if it is counted already. */
export function addSoftBounce(before: SoftBounces | undefined, sent: Sent): SoftBounces {
  const { issues, delivered, ...rest } = before ?? { issues: [] }
  if (before && issues.includes(sent.issue)) return before
  if (delivered === undefined || delivered.issue === sent.issue) return { ...rest, issues: [...issues, sent.issue] }
  const isLater = delivered.sentAt < sent.sentAt
  return isLater ? { ...rest, issues: [sent.issue] } : { ...rest, issues: [...issues, sent.issue], delivered }
}

/** Notes that an issue was delivered. Returns undefined if the row has ended, and the same object if nothing changes. */
export function addDelivery(before: SoftBounces, sent: Sent): SoftBounces | undefined {
  const { issues, delivered, liftedAt } = before
  if (issues.length === 0 || issues.includes(sent.issue) || delivered?.issue === sent.issue) return before
  if (delivered === undefined) return { ...before, delivered: sent }
  return liftedAt === undefined ? undefined : { issues: [], liftedAt }
}
