import type { Article } from '../articles/article.ts'
import { articleFolder, hrefOf, urlOf } from '../feeds/addresses.ts'
import type { Site } from '../site.ts'

/** An article as JSON-LD (schema.org NewsArticle), safe within `<script>`. */
export function structuredData(site: Site, article: Article): string {
  return scriptSafe({
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: article.title,
    description: article.summary,
    inLanguage: article.language,
    datePublished: article.date,
    dateModified: article.updatedAt,
    wordCount: article.words,
    keywords: article.topics.map(({ name }) => name),
    image: article.image?.url,
    mainEntityOfPage: urlOf(site, articleFolder(article.slug)),
    author: article.authors.map(({ name, slug }) => ({
      '@type': 'Person',
      name,
      url: site.url + hrefOf(`authors/${slug}/`),
    })),
    publisher: { '@type': 'Organization', name: site.publication.title, url: urlOf(site, '') },
  })
}

/** HTML ends a script at `</script`, whatever JSON thinks of it, and `<!--` opens a state of its own. */
function scriptSafe(data: object): string {
  return JSON.stringify(data).replaceAll('<', '\\u003C')
}
