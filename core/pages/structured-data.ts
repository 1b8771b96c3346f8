import type { Article } from '../articles/article.ts'
import { articleFolder, hrefOf, urlOf } from '../feeds/addresses.ts'
import type { Image } from '../reading/manuscript.ts'
import type { Site } from '../site.ts'

/** Renders an article as JSON-LD (schema.org NewsArticle), safe within `<script>`. */
export function articleData(site: Site, article: Article): string {
  const url = urlOf(site, articleFolder(article.slug))
  return scriptSafe({
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    '@id': article.guid,
    url,
    headline: article.title,
    description: article.summary || undefined,
    inLanguage: article.language,
    datePublished: article.date,
    dateModified: article.updatedAt,
    wordCount: article.words,
    articleSection: article.topics[0]?.name,
    keywords: article.topics.map(({ name }) => name),
    image: article.image && [imageData(article.image)],
    isAccessibleForFree: true,
    mainEntityOfPage: { '@type': 'WebPage', '@id': url },
    author: authorData(site, article),
    publisher: publisherData(site),
  })
}

/** Renders the publication as JSON-LD (schema.org WebSite). */
export function publicationData(site: Site): string {
  const { title, description, language } = site.publication
  return scriptSafe({
    '@context': 'https://schema.org',
    '@type': 'WebSite',
    url: urlOf(site, ''),
    name: title,
    description,
    inLanguage: language,
    publisher: publisherData(site),
    potentialAction: {
      '@type': 'SearchAction',
      target: { '@type': 'EntryPoint', urlTemplate: `${urlOf(site, 'search/')}?q={search_term_string}` },
      'query-input': 'required name=search_term_string',
    },
  })
}

function authorData(site: Site, { authors }: Article) {
  if (authors.length === 0) return publisherData(site)
  return authors.map(({ name, slug }) => ({ '@type': 'Person', name, url: site.url + hrefOf(`authors/${slug}/`) }))
}

function publisherData(site: Site) {
  return {
    '@type': 'Organization',
    name: site.publication.title,
    url: urlOf(site, ''),
    logo: { '@type': 'ImageObject', url: urlOf(site, 'icon.svg') },
  }
}

function imageData({ url, alt, width, height }: Image) {
  return { '@type': 'ImageObject', url, width, height, caption: alt || undefined }
}

/**
 * Escapes `<`, because even within a JSON string, `</script` would end the script and `<!--` would start an escaped state.
 */
function scriptSafe(data: object): string {
  return JSON.stringify(data).replaceAll('<', '\\u003C')
}
