import { escapeHtml } from '../../../text/escape-html.ts'
import { type Construct, leftOut, type Place } from './construct.ts'
import { mediaElement } from './embeds.ts'

const wikiLink = /(!?)\[\[([^\s[\]\n][^[\]\n]{0,500})\]\](?![(:])/y
const tableOfContents = /^_?toc_?$/i

/** Reads links and embeds of Obsidian and other wikis: `[[Page|words]]`, `![[picture.png|300]]`. */
export function readWikiLink({ src, pos }: Place): Construct | undefined {
  wikiLink.lastIndex = pos
  const match = wikiLink.exec(src)
  if (match === null) return undefined
  const [all, bang, inner = ''] = match
  const end = pos + all.length
  if (tableOfContents.test(inner)) return { end, kind: 'unknown-markup', outcome: leftOut }
  const [target = '', ...labels] = inner.split(/\\?\|/).map((part) => part.trim())
  if (bang === '!') return { end, ...embed(target, labels) }
  const label =
    labels.at(-1) ||
    target
      .replace(/^#+\^?/, '')
      .replace(/#\^.*$/, '')
      .replaceAll('#', ' › ')
  return { end, kind: 'wiki-link', html: escapeHtml(label), outcome: 'its words were kept, without a link' }
}

/** Pictures, sounds and films are files beside the article. A note is another article, and is not repeated here. */
function embed(target: string, labels: readonly string[]): Omit<Construct, 'end'> {
  const address = target.replace(/#.*$/, '').split('/').map(encodeURIComponent).join('/')
  const extension = /\.(\w+)$/.exec(address)?.[1]?.toLowerCase() ?? ''
  if (/^(png|jpe?g|gif|webp|avif|svg|bmp)$/.test(extension)) return { html: picture(address, labels) }
  if (/^(mp3|m4a|ogg|wav|flac|3gp)$/.test(extension)) return { html: mediaElement('audio', address) }
  if (/^(mp4|webm|ogv|mov|mkv)$/.test(extension)) return { html: mediaElement('video', address) }
  if (extension === 'pdf') return { html: `<a href="${escapeHtml(address)}">${escapeHtml(labels[0] || target)}</a>` }
  return { kind: 'wiki-link', outcome: leftOut }
}

function picture(address: string, labels: readonly string[]): string {
  const size = labels.find((label) => /^\d{1,4}(x\d{1,4})?$/.test(label))
  const alt = labels.find((label) => label !== size && !/^(left|right|center)$/.test(label)) ?? ''
  const [width, height] = size?.split('x') ?? []
  const sizes = `${width ? ` width="${width}"` : ''}${height ? ` height="${height}"` : ''}`
  return `<img src="${escapeHtml(address)}" alt="${escapeHtml(alt)}"${sizes}>`
}
