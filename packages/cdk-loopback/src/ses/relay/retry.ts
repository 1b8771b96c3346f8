/** Milliseconds. */
const minute = 60_000

/** Milliseconds for which SES tries to deliver a mail: 840 minutes. */
export const retryTime = 840 * minute

/** Returns how long a deferred mail waits, in milliseconds: a minute, then twice as long each time, at most an hour. */
export function mailDelay(attempts: number): number {
  return Math.min(2 ** (attempts - 1), 60) * minute
}

/** Returns how long all mails wait while the relay takes none, in milliseconds: half a minute at first, at most 15 minutes. */
export function relayDelay(failures: number): number {
  return Math.min(2 ** (failures - 2), 15) * minute
}
