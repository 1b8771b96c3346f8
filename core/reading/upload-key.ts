import { findMark, type PrivacyMark } from './held-back.ts'
import type { ArticleSource } from './manuscript.ts'
import { fileExtension, isFileName } from './media-types.ts'
import { receiptFolder } from './wrong-folder.ts'

export type UploadFormat = 'txt' | 'md' | 'html'

/**
 * The role of an object in the uploads bucket. An article without a `format` is rejected with a receipt, and one with a
 * `mark` is held back. An insert is an editor's note or a sponsor's text for the next issue. A welcome is a text of
 * the welcome series. A stray is outside of the folders for uploads.
 */
export type UploadRole =
  | {
      readonly kind: 'article'
      readonly source: ArticleSource
      readonly format: UploadFormat | undefined
      readonly mark?: PrivacyMark
    }
  | { readonly kind: 'asset'; readonly source: ArticleSource }
  | { readonly kind: 'insert' | 'welcome' | 'stray' | 'ignored' }

/** Formats by file extension. article-formats.ts has the reader of each format. */
const formatsByExtension: Readonly<Record<string, UploadFormat>> = {
  txt: 'txt',
  md: 'md',
  markdown: 'md',
  mdx: 'md',
  mkd: 'md',
  mdown: 'md',
  html: 'html',
  htm: 'html',
}
/** Sources by folder. */
const sources: Readonly<Record<string, ArticleSource>> = { articles: 'news', backfill: 'backfill' }

/** Folders whose files have the same role. */
const roles: Readonly<Record<string, 'insert' | 'welcome'>> = { issues: 'insert', welcome: 'welcome' }

/** Distinguishes articles, inserts and the files beside them by folder and name. */
export function classifyKey(key: string): UploadRole {
  const [folder = '', ...path] = key.split('/')
  const name = path.at(-1) ?? folder
  if (name === '' || folder === receiptFolder) return { kind: 'ignored' }
  const source = path.length > 0 && Object.hasOwn(sources, folder) ? sources[folder] : undefined
  const role = path.length > 0 && Object.hasOwn(roles, folder) ? roles[folder] : undefined
  if (source === undefined) return { kind: role ?? 'stray' }
  const mark = findMark(key)
  if (!mark && isFileName(name)) return { kind: 'asset', source }
  const extension = fileExtension(name)
  const format = Object.hasOwn(formatsByExtension, extension) ? formatsByExtension[extension] : undefined
  return { kind: 'article', source, format, ...(mark && { mark }) }
}
