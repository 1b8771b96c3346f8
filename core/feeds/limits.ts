// The number of articles in a feed is the setting feedWindow of publication.json (core/publication.ts).

/** Articles of a closed document. */
export const closedDocumentMaximum = 50

/** Bytes of a closed document as JSON. It is stored as one DynamoDB item of at most 400 KB. */
export const closedDocumentMaximumBytes = 250_000

/** Withdrawals in a feed: the latest ones. */
export const withdrawalsMaximum = 20
