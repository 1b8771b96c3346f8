import { expect, test } from 'vitest'
import { viewListing } from '../../../core/feeds/listing-view.ts'
import { sample, site } from './samples.ts'

const { article } = sample({
  topics: [
    { slug: 'c-plus-plus', name: 'c++' },
    { slug: 'rust', name: 'Rust' },
  ],
  authors: [{ slug: 'eve', name: 'Eve' }],
})

test.each([
  ['publication', 'publication', '', 'The Stack & Co.'],
  ['topic/c-plus-plus', 'topic', 'c-plus-plus', 'C++'],
  ['topic/rust', 'topic', 'rust', 'Rust'],
  ['topic/other', 'topic', 'other', 'other'],
  ['author/eve', 'author', 'eve', 'Eve'],
  ['author/bob', 'author', 'bob', 'bob'],
  ['month/2015-08', 'month', '2015-08', '2015-08'],
])(
  '%s is the %s "%s" with the name "%s" from publication.json or else from its article',
  (listing, kind, slug, name) => {
    expect(viewListing(site.publication, listing, article)).toEqual({ listing, kind, slug, name })
  },
)
