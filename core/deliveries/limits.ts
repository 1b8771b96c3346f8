/** Seconds. The longest delay that SQS allows; a message that must wait longer is delayed again. */
export const maximumQueueDelay = 900

/** Milliseconds. A place that is reserved further ahead comes from a sender with a wrong clock. */
export const maximumReservedAhead = 120_000

/** Milliseconds. Confirmation mails take no place that is further ahead. */
export const longestLine = 100_000

/** Maximum recipients of a batch, which is one message to the senders. */
export const recipientsPerBatch = 25

/** Maximum subscribers of a portion, which one message to the planners covers. */
export const subscribersPerPortion = 500

/**
 * Variants of an issue that a sender caches, of up to 100 KB each. Subscribers with many topics can cause very many
 * variants.
 */
export const maximumCachedVariants = 200
