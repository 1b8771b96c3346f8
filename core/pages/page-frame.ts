import { urlOf } from '../feeds/addresses.ts'
import { type ListingView, viewListing } from '../feeds/listing-view.ts'
import { readableText } from '../feeds/readable-text.ts'
import type { Image } from '../reading/manuscript.ts'
import type { Site } from '../site.ts'
import { chooseDirection } from '../text/language.ts'
import { autodiscovery } from './feed-links.ts'
import { siteMessages } from './site-messages.ts'
import { stylesheet } from './stylesheet.ts'

/** The values that a page passes to its layout. Fixed texts, including titles, are in templates/locales/. */
type PageHead = {
  /** Its folder: `topics/asia/`. Undefined for responses to a visitor, which search engines must not list. */
  readonly folder: string | undefined
  /** Absolute URL of the original of this page. */
  readonly canonical?: string | undefined
  /** The address to which the browser is redirected. */
  readonly movedTo?: string
  /** Plain text. Default: the publication's description. */
  readonly description?: string
  readonly image?: Image | undefined
  /** The listing that the page shows. Its feeds come first. */
  readonly listing?: ListingView
  /** True if the page lists no articles now, so that search engines leave it out until it does. */
  readonly isEmpty?: boolean
  /** Other listings whose feeds the page links to, besides the publication's. */
  readonly related?: readonly ListingView[]
  /** Language of the content, BCP 47. Default: the publication's. */
  readonly language?: string
  /** JSON-LD, as structured-data.ts renders it. */
  readonly jsonLd?: string
  /** A script that makes the page more convenient. The page works without it. */
  readonly script?: { readonly href: string }
  /** Language of the texts around the content, BCP 47. Default: the publication's. */
  readonly reader?: string
}

const sections = ['topics', 'archive', 'issues', 'feeds', 'search', 'subscribe']

/** Returns the part of a page's view that the layout in templates/pages/partials/ uses. */
export function frame(site: Site, page: PageHead) {
  const { title, description, language } = site.publication
  const reader = page.reader ?? language
  const section = page.folder?.split('/')[0]
  return {
    publication: { title, description, language, direction: chooseDirection(undefined, language) },
    reader: { language: reader, direction: chooseDirection(undefined, reader) },
    messages: siteMessages(site.publication, reader),
    description: page.description || description,
    canonical: page.folder === undefined ? undefined : (page.canonical ?? urlOf(site, page.folder)),
    movedTo: page.movedTo,
    isEmpty: page.isEmpty ?? false,
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

/** Returns `de_AT`. Open Graph requires a region; the default is the most likely one for the language. */
function openGraphLocale(language: string): string {
  const likely = new Intl.Locale(language).maximize()
  return `${likely.language}_${likely.region}`
}

/** Renders a template and removes characters that HTML does not allow, whatever their source. */
export function renderPage(template: (view: object) => string, view: object): string {
  return readableText(template(view))
}
