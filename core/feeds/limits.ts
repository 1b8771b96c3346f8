/** Articles of a closed document. */
export const closedDocumentMaximum = 50

/** Bytes of a closed document as JSON: it is one row of the table, and a row may have 400 KB. */
export const closedDocumentMaximumBytes = 250_000

/** Withdrawals that a feed lists, the latest ones. */
export const withdrawalsMaximum = 20
