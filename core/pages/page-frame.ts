import { urlOf } from '../feeds/addresses.ts'
import { legible } from '../feeds/legible.ts'
import { type ListingView, viewListing } from '../feeds/listing-view.ts'
import type { Image } from '../reading/manuscript.ts'
import type { Site } from '../site.ts'
import { chooseDirection } from '../text/language.ts'
import { autodiscovery } from './feed-links.ts'
import { siteMessages } from './site-messages.ts'
import { stylesheet } from './stylesheet.ts'

/** What a page tells its layout. What it says by itself, its title among that, is in templates/locales/. */
type PageHead = {
  /** Its folder: `topics/asia/`. Undefined for answers to a visitor, which search engines must not keep. */
  readonly folder: string | undefined
  /** Absolute URL of the page that it is a copy of. */
  readonly canonical?: string | undefined
  /** Where a browser is sent on to. */
  readonly movedTo?: string
  /** Plain text; the publication's description unless given. */
  readonly description?: string
  readonly image?: Image | undefined
  /** The listing that it shows, whose feeds come first. */
  readonly listing?: ListingView
  /** Other listings whose feeds go with it, besides the publication's. */
  readonly related?: readonly ListingView[]
  /** BCP 47; the publication's unless given. */
  readonly language?: string
  /** JSON-LD, as `structuredData` renders it. */
  readonly jsonLd?: string
  /** Makes the page more convenient; it works without. */
  readonly script?: { readonly href: string }
  /** BCP 47, of a reader whose language the whole page is in; the publication's unless given. */
  readonly reader?: string
}

const sections = ['topics', 'archive', 'issues', 'feeds', 'search', 'subscribe']

/** The part of a page's view that the layout shows; templates/pages/partials/. */
export function frame(site: Site, page: PageHead) {
  const { title, description, language } = site.publication
  const reader = page.reader ?? language
  const section = page.folder?.split('/')[0]
  return {
    publication: { title, description, language, direction: chooseDirection(undefined, language) },
    reader: { language: reader, direction: chooseDirection(undefined, reader) },
    said: siteMessages(site.publication, reader),
    description: page.description || description,
    canonical: page.folder === undefined ? undefined : (page.canonical ?? urlOf(site, page.folder)),
    movedTo: page.movedTo,
    image: page.image,
    article: undefined,
    edition: undefined,
    jsonLd: page.jsonLd,
    locale: openGraphLocale(page.language ?? language),
    isHome: section === '',
    here: Object.fromEntries(sections.map((name) => [name, name === section])),
    autodiscovery: autodiscovery(site, page.listing ?? viewListing(site.publication, 'publication'), page.related),
    styleHref: stylesheet.href,
    scriptHref: page.script?.href,
  }
}

/** `de_AT`; with the region that most speakers of a language are in, as Open Graph knows no language without one. */
function openGraphLocale(language: string): string {
  const likely = new Intl.Locale(language).maximize()
  return `${likely.language}_${likely.region}`
}

/** A page from its template: what no HTML document may hold is left out, whoever wrote it. */
export function renderPage(template: (view: object) => string, view: object): string {
  return legible(template(view))
}
