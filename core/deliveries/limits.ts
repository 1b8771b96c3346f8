/** Seconds. SQS delays a message no longer; a message with more time to wait is delayed again. */
export const maximumQueueDelay = 900

/** Milliseconds. Only a wrong clock reserves places further ahead. */
export const maximumReservedAhead = 120_000

/** Recipients in one message to the senders. */
export const recipientsPerMessage = 25

/** Subscribers or deliveries that are read at a time. */
export const rowsPerPage = 500

/** Variants of an issue that a sender keeps, of up to 100 KB each: subscribers with many topics can need very many. */
export const maximumCachedVariants = 200
