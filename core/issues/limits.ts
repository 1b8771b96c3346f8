/**
 * Maximum number of articles in one issue; the rest stay pending for the next one. A DynamoDB transaction has at most
 * 100 items, and the issue, its digest, its inserts and its corrections need some of them.
 */
export const maximumIssueArticles = 80

/** Articles that one run mails on their own. The next run, a minute later, mails the others. */
export const mostAlone = 50

/** Maximum number of corrections in one issue; the rest wait for the next one. */
export const maximumCorrections = 10

/** Maximum number of earlier corrections that an issue carries for readers who missed them. */
export const maximumEarlierCorrections = 20

/** Days after which a correction is no longer mailed to readers who missed it. */
export const correctionDays = 183

/** Bytes. Gmail clips a mail at about 102 KB, which would hide the unsubscribe link. */
export const maximumMailBytes = 100_000

/** Bytes of a mail that are kept free for the personal headers and values of any recipient. */
export const personalBytes = 4_000

/** Bytes that the name of a reader can take at one place of a mail. */
export const personalNameBytes = 1_200

/** Characters of the subject and the preheader that a note gives its issue. */
export const longestMailLine = 200

/** Bytes of an insert's HTML: the articles need the rest of the mail. */
export const maximumInsertBytes = 20_000
