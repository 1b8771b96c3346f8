// Limits of articles, their records and receipts. Those of what an upload may contain are in core/reading/limits.ts.

/** First bytes of a picture to read. Its size is among them unless very much metadata precedes it. */
export const pictureOpening = 256 * 1024
/** Bytes of an article's HTML in a mail. Gmail clips a mail at about 102 KB, and a digest contains other articles. */
export const longMailBytes = 90_000
/** Listings that a record remembers: it is stored as one DynamoDB item of at most 400 KB. */
export const mostTouchedListings = 500
/** Bytes of an S3 key. */
export const longestKeyBytes = 1024
/** Milliseconds after which a file beside an article is no longer checked again: more than two hourly comparisons. */
export const recheckFilesFor = 3 * 60 * 60 * 1000
