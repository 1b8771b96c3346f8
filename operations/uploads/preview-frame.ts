import { stylesheet } from '../../core/pages/stylesheet.ts'
import type { FileReference } from '../../core/reading/file-reference.ts'
import { escapeHtml } from '../../core/text/escape-html.ts'
import type { ArticleViews } from './preview-article.ts'

/**
 * Makes HTML of a preview complete for a sandboxed frame: the style sheet of the site is inside the document, and pictures
 * and files come from the addresses that `addressOf` returns. It leaves out those for which it returns undefined.
 */
export function frameHtml(
  html: string,
  { files, url }: Pick<ArticleViews, 'files' | 'url'>,
  addressOf: (file: FileReference) => string | undefined,
): string {
  const addresses = new Map(
    files.flatMap((file) => {
      const address = addressOf(file)
      const onSite = url + file.path.split('/').map(encodeURIComponent).join('/')
      return address === undefined ? [] : [[escapeHtml(onSite), escapeHtml(address)] as const]
    }),
  )
  const styled = html
    .replace(`<link rel="stylesheet" href="${stylesheet.href}">`, () => `<style>${stylesheet.body}</style>`)
    .replaceAll(/<link rel="icon"[^>]*>\n?/g, '')
    .replaceAll(/<script type="module" src="[^"]*"><\/script>\n?/g, '')
  if (addresses.size === 0) return styled
  // The longest first, because one address can be the start of another.
  const each = [...addresses.keys()].sort((a, b) => b.length - a.length).map(RegExp.escape)
  return styled.replaceAll(
    new RegExp(`(?:${each.join('|')})(?=["'\\s,?#)&])`, 'g'),
    (found) => addresses.get(found) ?? found,
  )
}

/** Makes a document light or dark, whatever the reader's system prefers. */
export function forceScheme(html: string, scheme: 'light' | 'dark'): string {
  return html
    .replaceAll(/\(\s*prefers-color-scheme:\s*(light|dark)\s*\)/g, (_, each) =>
      each === scheme ? '(min-width: 0)' : '(max-width: 0)',
    )
    .replace(/<head[^>]*>/, (head) => `${head}<meta name="color-scheme" content="${scheme}">`)
}
