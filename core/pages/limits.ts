/** Articles on the front page. */
export const frontPageLength = 20

/** Topics that the subscribe form offers, the largest first. */
export const offeredTopics = 40

/** Issues of each digest that the overview of issues lists. */
export const listedIssues = 100

/** URLs in one sitemap: the maximum of the protocol (sitemaps.org). */
export const sitemapMaximum = 50_000
