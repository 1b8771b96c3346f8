import { escapeHtml } from '../../../text/escape-html.ts'
import { referenceAttribute } from '../../article-links.ts'
import { type Construct, leftOut, type Place } from './construct.ts'
import { mediaElement } from './embeds.ts'

const wikiLink = /(!?)\[\[([^\s[\]\n][^[\]\n]{0,500})\]\](?!\(|:\s*(?:<|https?:))/y
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
  const address = noteAddress(target)
  const html = address === undefined ? escapeHtml(label) : anchor(address, 'wiki-link', all, label)
  return {
    end,
    html,
    ...(address === undefined && { kind: 'wiki-link', outcome: 'its words were kept, without a link' }),
  }
}

/** Returns the address of the file of a note, or of a file beside it; undefined if the target is no name of a note. */
function noteAddress(target: string): string | undefined {
  const [note = '', ...parts] = target.split('#')
  const heading = parts.at(-1)?.trim() ?? ''
  if (/[\\:*?"<>|^]/.test(note) || heading.startsWith('^'))
    return note === '' || heading === '' ? undefined : noteAddress(note)
  const fragment = heading && `#${encodeURIComponent(heading)}`
  if (note.trim() === '') return fragment || undefined
  const path = note.trim().split('/').map(encodeURIComponent).join('/')
  return /\.(?:md|html?|txt|png|jpe?g|gif|webp|svg|pdf|mp3|m4a|mp4)$/i.test(path)
    ? path + fragment
    : `${path}.md${fragment}`
}

/** Renders a link that only leads somewhere if its article is found. */
function anchor(address: string, rule: string, source: string, label: string): string {
  const reference = address.startsWith('#') ? '' : ` ${referenceAttribute}="${escapeHtml(`${rule} ${source}`)}"`
  return `<a href="${escapeHtml(address)}"${reference}>${escapeHtml(label)}</a>`
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
