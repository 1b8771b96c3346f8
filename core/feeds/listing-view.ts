import type { Article } from '../articles/article.ts'
import type { Listing } from '../articles/listing.ts'
import type { Publication } from '../publication.ts'
import { translate } from '../translated-text.ts'

/** A listing as pages and feeds present it. */
export type ListingView = {
  readonly listing: Listing
  readonly kind: 'publication' | 'topic' | 'author' | 'month'
  /** `asia`, `2015-08`; empty for the publication. */
  readonly slug: string
  /** `Asia`. For a month it is the slug, because the name of a month depends on the reader's language. */
  readonly name: string
}

/** A listing that has articles, as overviews show it. */
export type ListingSummary = {
  readonly listing: ListingView
  /** Number of articles. For a listing with feeds, only those in its feeds. */
  readonly count: number
  /** When one of its articles last changed. */
  readonly updatedAt: string
}

/**
 * Returns a listing with its name: for a topic, the name in publication.json, and otherwise the name in `article`, which
 * may be any article of the listing.
 * @param former the name that the listing had with its last article, if it has no articles
 */
export function viewListing(
  publication: Publication,
  listing: Listing,
  article?: Article,
  former?: string,
): ListingView {
  const [kind = '', slug = ''] = listing.split('/')
  if (kind === 'topic') return { listing, kind, slug, name: topicName(publication, slug, article) ?? former ?? slug }
  if (kind === 'author') return { listing, kind, slug, name: nameOf(slug, article?.authors) ?? former ?? slug }
  if (kind === 'month') return { listing, kind, slug, name: slug }
  return { listing: 'publication', kind: 'publication', slug: '', name: publication.title }
}

function topicName(publication: Publication, slug: string, article: Article | undefined): string | undefined {
  const topic = publication.topics.find((each) => typeof each === 'object' && each.slug === slug)
  return typeof topic === 'object' ? translate(topic.name, publication.language) : nameOf(slug, article?.topics)
}

function nameOf(slug: string, members: readonly { readonly slug: string; readonly name: string }[] = []) {
  return members.find((member) => member.slug === slug)?.name
}
