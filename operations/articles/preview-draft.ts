import { isLive, type UploadRecord } from '../../core/articles/article.ts'
import { articleId } from '../../core/articles/identity.ts'
import { pictureOpening } from '../../core/articles/limits.ts'
import type { LinkTarget, LinkTargets } from '../../core/articles/links/resolve-links.ts'
import type { ArticleLink } from '../../core/reading/article-links.ts'
import type { FileReference } from '../../core/reading/file-reference.ts'
import type { Stack } from '../stack.ts'
import { type ArticlePreview, listReferences, type PresentFile, previewArticle } from '../uploads/preview-article.ts'

type Sources = {
  readonly site: Stack['site']
  readonly uploads: Pick<Stack['uploads'], 'open'>
  readonly articles: Pick<Stack['articles'], 'get' | 'getTargets'>
}

/** Shows what a text would become if it were uploaded under a key now, with the files and articles that are on the stack. */
export async function previewDraft(key: string, bytes: Uint8Array, stack: Sources, now: Date): Promise<ArticlePreview> {
  const previous = await ifAllowed(() => stack.articles.get(articleId(key)), undefined)
  const given = { key, bytes, previous }
  const { files, links } = listReferences(given, stack.site, now)
  const [present, targets] = await Promise.all([
    readFiles(files, stack),
    ifAllowed(() => readTargets(links, stack), new Map()),
  ])
  return previewArticle(given, { files: present, targets }, stack.site, now)
}

async function readFiles(files: readonly FileReference[], { uploads }: Sources) {
  const read = files.map(async ({ key }): Promise<readonly (readonly [string, PresentFile])[]> => {
    const file = await uploads.open(key, pictureOpening)
    return file ? [[key, { opening: file.bytes, size: file.size, etag: file.etag }]] : []
  })
  return new Map((await Promise.all(read)).flat())
}

/** Links by name, as note programs write them, are found only after the upload. */
async function readTargets(links: readonly ArticleLink[], { articles }: Sources): Promise<LinkTargets> {
  const targets = await articles.getTargets([...new Set(links.flatMap(({ keys }) => keys))])
  return new Map(targets.flatMap(({ key, record }) => targetOf(key, record)))
}

function targetOf(key: string, record: UploadRecord): (readonly [string, LinkTarget])[] {
  if (!isLive(record)) return []
  const { slug, title, contentKey } = record.article
  return [[key, { slug, title, contentKey }]]
}

/** Editors may read uploads and receipts, but not the tables. They see what these say. */
export async function ifAllowed<T>(read: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof Error && /^AccessDenied/.test(error.name)) return otherwise
    throw error
  }
}
