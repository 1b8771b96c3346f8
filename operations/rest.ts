import { setTimeout as sleep } from 'node:timers/promises'

/** How many times longer than its work a reading in the background rests. */
const share = 3

/**
 * Returns a function for a long reading in the background, to be awaited after each of its pages. It rests three times as
 * long as the page took, so that the reading uses a quarter of what it could, and the stack answers others in between.
 */
export function restAfterwards(
  now: () => number = () => performance.now(),
  wait: (milliseconds: number) => Promise<unknown> = sleep,
): () => Promise<void> {
  let startedAt = now()
  return async () => {
    await wait(share * (now() - startedAt))
    startedAt = now()
  }
}
