import { randomUUID } from 'node:crypto'

/** Returns an id in SES's form for a message or a feedback: `0100`, the time in hexadecimal milliseconds, a UUID, a counter. */
export function createMessageId(now: Date): string {
  return `0100${now.getTime().toString(16).padStart(12, '0')}-${randomUUID()}-000000`
}
