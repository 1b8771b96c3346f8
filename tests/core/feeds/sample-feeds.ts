import { composeClosedDocument, composeFeed, noPast } from '../../../core/feeds/feed.ts'
import { viewListing } from '../../../core/feeds/listing-view.ts'
import type { Publication } from '../../../core/publication.ts'
import { arabic, corrected, obama, sample, site } from './samples.ts'

const publication = viewListing(site.publication, 'publication')

export const feed = composeFeed(site, publication, [corrected, obama, arabic], noPast)
export const emptyFeed = composeFeed(site, viewListing(site.publication, 'topic/asia'), [], noPast)

/** Returns a feed with one article, in a publication with these settings. */
export function feedOf(full = obama, settings: Partial<Publication> = {}) {
  return composeFeed({ ...site, publication: { ...site.publication, ...settings } }, publication, [full], noPast)
}

/** The image's length and type are unknown. */
export const feedWithEpisode = feedOf(
  sample({
    media: [
      { url: 'https://cdn.example.com/clip.mp4?a=1&b=2', type: 'video/mp4' },
      { url: 'https://news.example.org/articles/hello/episode.mp3', type: 'audio/mpeg', bytes: 5_000_000 },
    ],
    image: { url: 'https://a.example/b.jpg', alt: '', type: 'image/jpeg', bytes: 9 },
  }),
)
export const feedWithBareImage = feedOf(sample({ image: { url: 'https://a.example/b.jpg', alt: '' } }))

/** The feed to subscribe to and its two closed documents, oldest last. */
export const newestDocument = composeFeed(site, publication, [corrected], {
  documents: 2,
  late: [],
  withdrawn: [{ guid: 'tag:example.org,2026:a&b', at: '2026-03-01T00:00:00.000Z' }],
})
export const closedDocument = composeClosedDocument(site, publication, 2, [obama])
export const oldestDocument = composeClosedDocument(site, publication, 1, [arabic])

/** A text that looks like parts of the documents. */
export const lookalike =
  '<entry><title type="html"><![CDATA[x]]></title><author>A</author></entry><rss version="2.0"><feed >\n</feed>'
export const feedOfLookalike = composeFeed(site, publication, [sample({ title: lookalike }, lookalike), obama], noPast)
