/** Days after confirming by which every text must be due. */
export const longestWaitDays = 365

/** Milliseconds by which a text may be late before the following texts are moved back as well. */
export const tolerance = 3_600_000
