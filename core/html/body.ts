/** The body of an article for each of its uses, all rendered from one sanitized tree. URLs are absolute. */
export type ArticleBody = {
  /** For the article page: headings have anchors. */
  readonly page: string
  /** For feeds. */
  readonly feed: string
  /** For mails: what no mail client shows is replaced by a link. */
  readonly email: string
  /** Plain text. */
  readonly text: string
  /** The address of the site when it was rendered. */
  readonly siteUrl?: string
}
