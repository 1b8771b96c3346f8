/** What a field means here. */
export type Meaning = keyof typeof namesByMeaning

/** The names of each of our fields, as `simpleName` returns them. The first that has a value is used. */
export const namesByMeaning = {
  title: ['title', 'headline', 'ogtitle', 'metatitle'],
  date: [
    ...[
      'date',
      'datepublished',
      'pubdate',
      'pubdatetime',
      'publishdate',
      'publisheddate',
      'publishedat',
      'publishedon',
      'published',
    ],
    ...['firstpublishedat', 'publicationdate', 'publishon', 'publishat', 'postdate', 'posted', 'created', 'createdat'],
    ...['datecreated', 'createddate', 'creationdate', 'createdtime'],
  ],
  updated: [
    ...[
      'updated',
      'lastmod',
      'modified',
      'moddatetime',
      'updatedat',
      'dateupdated',
      'updateddate',
      'lastmodified',
      'lastmodifiedat',
    ],
    ...['modifiedat', 'datemodified', 'modifieddate', 'lastupdated', 'lastupdate', 'lastedited', 'lasteditedtime'],
  ],
  authors: ['authors', 'author', 'byline', 'by', 'creator', 'writer', 'writers', 'contributors'],
  summary: [
    ...['summary', 'description', 'excerpt', 'customexcerpt', 'abstract', 'teaser', 'lead', 'standfirst', 'lede'],
    ...['metadescription', 'ogdescription', 'subtitle', 'deck', 'dek', 'subheading', 'subhead'],
  ],
  topics: ['topics', 'topic', 'tags', 'tag', 'categories', 'category', 'labels', 'label', 'subjects', 'subject'],
  keywords: ['keywords', 'keyword'],
  lang: ['lang', 'language', 'locale'],
  dir: ['dir', 'direction'],
  image: [
    ...['image', 'featureimage', 'featuredimage', 'cover', 'coverimage', 'hero', 'heroimage', 'banner', 'bannerimage'],
    ...['images', 'headerimage', 'header', 'socialimage', 'ogimage', 'twitterimage', 'thumbnail', 'thumb', 'photo'],
  ],
  alt: [
    ...['alt', 'imagealt', 'featureimagealt', 'featuredimagealt', 'coveralt', 'coverimagealt', 'heroalt'],
    ...['heroimagealt', 'banneralt', 'thumbnailalt', 'ogimagealt'],
  ],
  slug: ['slug'],
  canonical: ['canonical', 'canonicalurl', 'canonicallink', 'canonicaluri', 'originalurl'],
  status: ['status'],
  notice: ['notice', 'correction'],
  mail: [
    ...[
      'mail',
      'mailing',
      'email',
      'send',
      'sendmail',
      'sendemail',
      'shouldsendemail',
      'emailposttosubs',
      'nomail',
      'noemail',
    ],
    ...['nodigest', 'skipmail', 'skipemail', 'skipdigest', 'dontemail', 'jetpackdontemailposttosubs'],
  ],
  digests: ['digests', 'digest'],
} as const

const meanings: ReadonlyMap<string, Meaning> = new Map(
  Object.entries(namesByMeaning).flatMap(([meaning, names]) => names.map((name) => [name, meaning as Meaning])), // entries loses the type of keys
)

/** Our own names, to suggest for misspelt ones. */
export const ownNames = [
  ...['title', 'date', 'updated', 'authors', 'author', 'summary', 'description', 'topics', 'tags', 'categories'],
  ...['lang', 'language', 'dir', 'image', 'alt', 'draft', 'slug', 'canonical', 'status', 'notice', 'published'],
  ...['keywords', 'private', 'visibility', 'publishDate', 'expiryDate', 'mail', 'digests'],
]

/** Fields of other programs that say nothing to readers. */
const harmless = new Set(
  (
    'layout template permalink comments comment toc weight type id uuid guid url aliases alias redirectfrom redirectto ' +
    'cssclass cssclasses kind markup math mathjax katex mermaid pin pinned sticky featured feature order navorder ' +
    'eleventynavigation nav navigation sidebar menu menus parent position sidebarposition sidebarlabel series ' +
    'robots noindex nofollow sitemap priority changefreq outputs cascade params extra taxonomies metadata meta seo ' +
    'share related relatedposts readtime readingtime wordcount theme class classes bodyclass iscjklanguage ' +
    'codeinjectionhead codeinjectionfoot customtemplate htmltitle oldurl path source link commentsid commentid ' +
    'disqus disqusid showtoc hidetoc tocopen showauthor analytics ads adsense search searchable insearchindex ' +
    'insertanchorlinks generatefeed paginate pagination eleventycomputed eleventyimport bibliography csl output ' +
    'draftnotes format engine version mdx components imports slugs rating cms postid wordpressid ' +
    'ghostid postname thumbnailid featuredmedia pingstatus commentstatus stickypost emailid emailsegment ' +
    'newsletter primarytag primaryauthor authorslug authorid feed rss resources translationkey translation lastsync ' +
    'imagecaption featureimagecaption covercaption caption credit imagecredit height width colour color icon emoji ' +
    'noteid zettelid tagwrangler dghome dgshowlocalgraph dgpinned dgpermalink dgmetatags banneradjust generator linktitle hidetableofcontents'
  ).split(' '),
)

/** Mappings in which programs keep fields: `[params]` and `[taxonomies]` of Hugo, `[extra]` of Zola. */
const sections = new Set(
  'params extra taxonomies metadata meta custom data attributes properties frontmatter fields ghost postsmeta wordpress wp'.split(
    ' ',
  ),
)

/** Returns a name without case, hyphens, underscores, spaces and the prefix of WordPress: `publishDate`, `publish-date` and `Publish Date` are the same. */
export function simpleName(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/^wp:|[\s_.-]+/g, '')
}

export function meaningOf(name: string): Meaning | undefined {
  return meanings.get(simpleName(name))
}

export function isHarmless(name: string): boolean {
  return harmless.has(simpleName(name))
}

export function isSection(name: string): boolean {
  return sections.has(simpleName(name))
}
