import type { Article } from '../articles/article.ts'
import { articleFolder, hrefOf } from '../feeds/addresses.ts'
import type { Site } from '../site.ts'
import { dayElement } from './dates.ts'

export type CardArticle = Pick<
  Article,
  'slug' | 'title' | 'summary' | 'authors' | 'topics' | 'language' | 'direction' | 'date' | 'image'
>

/** Returns the parts of an article that lists show, for the templates. */
export function articleCard(site: Site, article: CardArticle) {
  const { title, summary, language, direction, image } = article
  return {
    href: hrefOf(articleFolder(article.slug)),
    title,
    summary,
    language,
    direction,
    day: dayElement(site.publication, article.date),
    image: image && imageView(image),
    topics: article.topics.map((topic) => linkTo('topics', topic)),
    authors: article.authors.map((author) => linkTo('authors', author)),
  }
}

function imageView({ url, alt, width, height }: NonNullable<Article['image']>) {
  return { url, alt, width, height }
}

function linkTo(folder: 'topics' | 'authors', { slug, name }: { readonly slug: string; readonly name: string }) {
  return { name, href: hrefOf(`${folder}/${slug}/`) }
}
