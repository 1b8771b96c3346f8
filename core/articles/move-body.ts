import type { ArticleBody } from '../html/body.ts'
import type { Site } from '../site.ts'

/**
 * Changes the addresses in a body to the present address of the site, because the site may have moved since the body was
 * stored. The next check of the upload renders the body again; until then, this function keeps its links correct.
 */
export function moveBody(body: ArticleBody, { url }: Site): ArticleBody {
  const former = body.siteUrl
  if (former === undefined || former === url) return body
  const move = (text: string) => moveAddresses(text, `${former}/`, `${url}/`)
  const { page, feed, email, text } = body
  return { page: move(page), feed: move(feed), email: move(email), text: move(text), siteUrl: url }
}

/** Replaces an address only at the start of the text, an attribute's value, a part of `srcset` or a word. */
function moveAddresses(text: string, former: string, present: string): string {
  const parts = text.split(former)
  return parts
    .map((part, index) => {
      const preceding = parts[index - 1]
      if (preceding === undefined) return part
      const isStart = preceding === '' ? index === 1 : /["<,\s]/.test(preceding.at(-1) ?? '')
      return (isStart ? present : former) + part
    })
    .join('')
}
