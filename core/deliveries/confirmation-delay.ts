import { maximumQueueDelay } from './limits.ts'

/**
 * Returns the seconds after which a throttled confirmation mail is tried again: at its place in the account's sending rate.
 * Without a place, the line is too long or the quota unknown. The mail then waits longer after each try, so that a hundred
 * thousand waiting mails do not keep asking.
 *
 * @param place instant in milliseconds
 * @param tries how often SES has throttled the mail, counting from 1
 * @param random from 0 to 1, so that mails which were throttled together do not return together
 */
export function confirmationDelay(place: number | undefined, now: number, tries: number, random: number): number {
  if (place !== undefined) return Math.min(Math.max(Math.ceil((place - now) / 1_000), 1), maximumQueueDelay)
  const shortest = Math.min(2 ** tries, maximumQueueDelay / 2)
  return Math.ceil(shortest * (1 + random))
}
