/** Minutes after which an expected event counts as late. */
export const lateAfter = {
  /** Until a digest's missing run is requested again. */
  runRequest: 10,
  /** Until a digest's missing run is reported. */
  run: 30,
  /** Until the missing planning of an issue is requested again. */
  planning: 10,
  /** Feeds that lack the newest changes. */
  feeds: 30,
  /** A deployment that is not completed and makes no progress. */
  deployment: 60,
} as const

/** Minutes that the oldest message of a queue may wait. A long issue keeps planners and senders busy for hours. */
export const longestWait = { plan: 12 * 60, send: 12 * 60 } as const
export const usualLongestWait = 30

/** Mails in 24 hours that an account may send while it is in the SES sandbox. */
export const sandboxQuota = 200
