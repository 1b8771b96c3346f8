/** The body of an article in a form for each of its uses, all rendered from one sanitized tree. URLs are absolute. */
export type ArticleBody = {
  /** For the article page: headings have anchors. */
  readonly page: string
  /** For feeds. */
  readonly feed: string
  /** For mails: a link replaces what no mail client shows. */
  readonly email: string
  /** Plain text. */
  readonly text: string
  /** The address of the site for which it was rendered. */
  readonly siteUrl?: string
}
