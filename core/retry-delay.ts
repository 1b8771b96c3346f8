/** Seconds before the first retry. A brief fault, such as a throttled write, is over by then. */
const firstDelay = 15
/** Seconds. After a longer fault is repaired, everything is retried within this time. */
const longestDelay = 900

/**
 * Returns after how many seconds a message is tried again: the delay doubles with each attempt, up to 15 minutes.
 * @param attempt the attempt that failed, counting from 1
 */
export function retryDelay(attempt: number): number {
  return Math.min(longestDelay, firstDelay * 2 ** (Math.max(attempt, 1) - 1))
}
