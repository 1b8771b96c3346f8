import type { ArticleSource } from './manuscript.ts'
import { fileExtension, isFileName } from './media-types.ts'

export type UploadFormat = 'txt' | 'md' | 'html'

/**
 * The role of an object in the uploads bucket. An article without a `format` is rejected with a receipt. An insert is an
 * editor's note or a sponsor's text for the next issue.
 */
export type UploadRole =
  | { readonly kind: 'article'; readonly source: ArticleSource; readonly format: UploadFormat | undefined }
  | { readonly kind: 'asset'; readonly source: ArticleSource }
  | { readonly kind: 'insert' }
  | { readonly kind: 'ignored' }

/** Formats by file extension. article-formats.ts has the reader of each format. */
const formatsByExtension: Readonly<Record<string, UploadFormat>> = {
  txt: 'txt',
  md: 'md',
  markdown: 'md',
  html: 'html',
  htm: 'html',
}
/** Sources by folder. */
const sources: Readonly<Record<string, ArticleSource>> = { articles: 'news', backfill: 'backfill' }
/** Files that file managers and editors leave behind. */
const junk =
  /^(\.ds_store|thumbs\.db|desktop\.ini|\.gitkeep|\.keep|\._.*|~\$.*|\.#.*|.*~|.*\.sw[op]|.*\.(tmp|part|crdownload))$/i

const insertFolder = 'issues'

/** Distinguishes articles, inserts and the files beside them by folder and name. */
export function classifyKey(key: string): UploadRole {
  const [folder = '', ...path] = key.split('/')
  const name = path.at(-1) ?? ''
  const source = Object.hasOwn(sources, folder) ? sources[folder] : undefined
  if (name === '' || path[0] === '__MACOSX' || junk.test(name)) return { kind: 'ignored' }
  if (folder === insertFolder && !isFileName(name)) return { kind: 'insert' }
  if (source === undefined) return { kind: 'ignored' }
  if (isFileName(name)) return { kind: 'asset', source }
  const extension = fileExtension(name)
  const format = Object.hasOwn(formatsByExtension, extension) ? formatsByExtension[extension] : undefined
  return { kind: 'article', source, format }
}
