/** Messages that one page queues at most. */
export const messagesPerPage = 1000
/** Listings that one page reads at most. */
export const listingsPerPage = 100
/** Pages that one invocation handles at most. Many pages queue few messages. */
export const pagesPerRun = 10
/**
 * Messages that may wait in a queue before the walk stops until the next tick of its schedule. New uploads wait behind
 * them: at 50 a second, for about half a minute.
 */
export const backlogMaximum = 1000
