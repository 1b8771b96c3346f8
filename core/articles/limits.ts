// Limits of articles, their records and receipts. The limits of uploads are in core/reading/limits.ts.

/** Bytes to read from the start of a picture. They include its size, unless there is unusually much metadata before it. */
export const pictureOpening = 256 * 1024
/** Bytes of an article's HTML in a mail. Gmail clips a mail at about 102 KB, and a digest contains other articles. */
export const longMailBytes = 90_000
/** Listings in a record, which is stored as one DynamoDB item of at most 400 KB. */
export const mostTouchedListings = 500
/** Bytes of an S3 key. */
export const longestKeyBytes = 1024
/** Checks in a row that related articles request of each other. They agree after a few, so more mean a fault. */
export const mostCheckRounds = 20
/** Milliseconds during which comparisons check a file beside an article again: longer than two hourly comparisons. */
export const recheckFilesFor = 3 * 60 * 60 * 1000
