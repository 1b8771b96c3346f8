import type { ArticleBody } from '../html/body.ts'
import type { Site } from '../site.ts'

/**
 * A body for the address that the site has now: it may have been kept since the site had another one. Looking at the
 * upload again renders it anew, sooner or later; until then, and for whoever was quicker, its links lead to the right place.
 */
export function moveBody(body: ArticleBody, { url }: Site): ArticleBody {
  const former = body.siteUrl
  if (former === undefined || former === url) return body
  const move = (text: string) => moveAddresses(text, `${former}/`, `${url}/`)
  const { page, feed, email, text } = body
  return { page: move(page), feed: move(feed), email: move(email), text: move(text), siteUrl: url }
}

/** An address begins a text, an attribute's value, a part of `srcset` or a word. */
function moveAddresses(text: string, former: string, present: string): string {
  const parts = text.split(former)
  return parts
    .map((part, index) => {
      const before = parts[index - 1]
      if (before === undefined) return part
      const begins = before === '' ? index === 1 : /["<,\s]/.test(before.at(-1) ?? '')
      return (begins ? present : former) + part
    })
    .join('')
}
