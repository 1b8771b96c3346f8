// The number of articles in a feed is the setting feedWindow of publication.json (core/publication.ts).

/** Bytes of an article's HTML in a feed. A longer article is given with its summary and a link. */
export const mostEntryBytes = 100_000
/** Bytes of the articles' HTML in one document of a feed. With everything else, a document has about 500 KB. */
export const mostContentBytes = 400_000

/** Articles of a closed document. */
export const closedDocumentMaximum = 50

/** Bytes of a closed document as JSON. It is stored as one DynamoDB item of at most 400 KB. */
export const closedDocumentMaximumBytes = 250_000

/** Withdrawals in a feed: the latest ones. */
export const withdrawalsMaximum = 20
