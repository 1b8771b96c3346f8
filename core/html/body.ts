/** The forms of an article's body, one for each use, all rendered from one sanitized tree. URLs are absolute. */
export type ArticleBody = {
  /** For the article page: headings have anchors. */
  readonly page: string
  /** For feeds. */
  readonly feed: string
  /** For mails: links replace media that no mail client shows. */
  readonly email: string
  /** Its words in one line, without addresses. A mail's plain text is made from `email` instead (plain-text.ts). */
  readonly text: string
  /** The address of the site for which it was rendered. */
  readonly siteUrl?: string
}
