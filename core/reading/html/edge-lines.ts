import type { Element, Root } from 'hast'
import { elementsOf, lineOf, textOf } from '../../html/tree.ts'
import { nameIn, words } from './element-names.ts'
import { isByline, isShortLine } from './page-dates.ts'

/** What is known of the article already: its lines may repeat it. */
export type Facts = {
  readonly headings: ReadonlySet<Element>
  readonly authors: readonly string[]
  readonly isDate: (text: string) => boolean
}

export type Byline = { readonly author: string /** Not parsed. */; readonly date: string }

/** Lines above and below a text that belong to the page, and the names in a byline. */
export type EdgeLines = { readonly lines: ReadonlySet<Element>; readonly byline: Byline | undefined }

/** Names that authors use for other purposes within a text. */
const edgeNames =
  words(`byline by-line author authors p-author author-name article-author h-card vcard dateline published date
  post-date entry-date meta tags categories category post-category tag-links labels claps read-time gh-article-author-name
  article__meta post__meta post__byline share subscribe footer-share author-line email revnumber revdate revremark`)

const networks =
  '(?:x|twitter|facebook|linkedin|reddit|whatsapp|pinterest|e-?mail(?: a link to a friend)?|print|tumblr|pocket|telegram|mastodon|bluesky|threads|instagram|hacker news|flipboard|skype|xing|copy link|link copied|more|mail|rss)(?: ?\\((?:opens in new window|wird in neuem fenster geöffnet)\\))?'

const shareWords = '(?:share|tweet|save|listen|follow|like|print|pin|subscribe|clap|bookmark|respond|upgrade)'
const countable =
  '(?:claps?|likes?|comments?|responses?|shares?|views?|reactions?|restacks?|notes?|kommentare?|commentaires?|comentarios?)'
const lists =
  '(?:tags?|categor(?:y|ies)|topics?|labels?|keywords|filed under|schlagw(?:o|ö)rt(?:er)?|kategorien?|étiquettes?|catégories?|mots-clés|etiquetas|categorías?)'

/** Whole lines that publishing tools write, without punctuation at their end. */
const labels = lineOfEither(
  `(?:click to |tap to )?${shareWords}(?: (?:this|now|post|article|story|page|link|on|to|it|via|by|with)){0,4}(?: ${networks})?:?`,
  '(?:share|like|rate) this(?: (?:post|article|story|page))?:?|spread the (?:word|love):?|like this:?|share:?',
  "(?:teilen(?: mit)?|gefällt mir|partager(?: cet article)?|j[’']aime|compartir(?: esto)?|me gusta(?: esto)?|condividi|delen):?",
  `\\d[\\d.,]*k? ?${countable}(?: on .{1,80})?`,
  '(?:no|leave a|add a|post a|view|show|write a) (?:comments?|responses?|reply)(?: yet)?(?: on .{1,80})?|comments? off(?: on .{1,80})?|comments?',
  '\\d+ ?(?:-|–)?\\d* ?min(?:ute)?s?(?: read|\\.? lesezeit| de lecture| de lectura)?|reading time:? .{1,20}|lesezeit:? .{1,20}',
  'top highlight|member-only story|open in app|sign (?:up|in)|get (?:the )?app|listen to (?:this )?(?:article|story|post)',
  'press enter or click to view image in full size',
  `${lists}:(?: .{1,200})?|(?:posted|filed) (?:in|under|by):? .{1,60}|tagged(?: with| as)?:? .{1,60}`,
  'view (?:this |the )?(?:e-?mail|message|newsletter)? ?(?:in|on) (?:your |a |the )?(?:web )?browser|unsubscribe|manage (?:your )?preferences',
  'edit|edit this (?:post|page|entry)|permalink|reply|report this (?:post|ad)|advertisements?|privacy settings',
  '(?:last )?(?:updated|modified|published|posted|aktualisiert|mis à jour)(?: on| at| am| le)?:? [^a-z]{0,3}(?:\\p{L}{3,10}\\.? )?\\d.{3,30}',
)
/** Lines that count only if they have a link, because an author may write them. */
const linkedLabels = lineOfEither(
  networks,
  '(?:posted|filed|published|tagged|categorized|categorised|archived) (?:in|under|with|as|by|on|from):? .{1,200}',
  '(?:publicado en|publié dans|veröffentlicht in|abgelegt unter|pubblicato in):? .{1,200}',
  '(?:[«‹←<]+ ?)?(?:previous|next|older|newer|prev)(?: (?:post|article|story|posts|page))?(?: ?[»›→>]+)?(?::? .{1,120})?',
  '[«‹←] .{1,120}|.{1,120} [»›→]',
  'subscribe to .{1,80}|bookmark the permalink',
)
const sentences = lineOfEither(
  '(?:thanks|thank you) for reading\\b.{0,200}subscribe.{0,200}|subscribe (?:for free )?to receive new posts.{0,80}',
  'type your email.{0,3}|.{1,60} is a reader-supported publication\\..{0,200}|(?:like )?loading.{0,3}|comments are closed\\.?',
)
const related = lineOfEither(
  '(?:related|you (?:may|might) also (?:like|enjoy)|more from .{1,60}|read next|recommended(?: for you| from medium)?|related (?:posts|articles|stories|reading)|up next|keep reading|ähnliche (?:beiträge|artikel)|(?:mehr|weitere artikel) zum thema|das könnte (?:sie|dich|euch) auch interessieren|auch interessant|lesen sie auch|(?:neue(?:ste)?|letzte|weitere) (?:beiträge|artikel)|articles similaires|(?:à|a) lire aussi|vous aimerez aussi|artículos relacionados|temas relacionados|(?:also|related) topics|te puede interesar|leggi anche|leia (?:também|mais)|lees ook|zobacz także):?',
)

function lineOfEither(...patterns: readonly string[]): RegExp {
  return new RegExp(`^(?:${patterns.join('|')})$`, 'iu')
}

/** Characters. Patterns are tried on short lines only. */
const longestLine = 300
/** Lines at the beginning that are looked at, such as subtitles between the title and the byline. */
const mostLines = 12

/** Finds the lines of the page above and below a text. The same line in the middle of the text is part of the text. */
export function edgeLines(content: Element | Root, facts: Facts): EdgeLines {
  const named = namedLines(content)
  const blocks = leafBlocks(content).filter((element) => !facts.headings.has(element) && lineOf(element) !== '')
  const lines = new Set<Element>()
  let byline: Byline | undefined
  for (const element of blocks.slice(0, mostLines)) {
    const text = lineOf(element)
    const isEdge = named.has(element) || isEdgeLine(element, text, facts)
    if (isEdge) lines.add(element)
    if (isEdge && byline === undefined) byline = readByline(text)
    if (!isEdge && (!isShortLine(text) || /^(?:li|td|pre)$/.test(element.tagName))) break
  }
  for (const element of trailing(blocks, lines, named)) lines.add(element)
  for (const element of named) {
    const leaves = leafBlocks(element)
    if (leaves.length > 0 && leaves.every((leaf) => lines.has(leaf))) lines.add(element)
  }
  // A text that consists of such lines only is a text.
  return { lines: blocks.every((block) => lines.has(block)) ? new Set() : lines, byline }
}

function readByline(text: string): Byline | undefined {
  const match =
    /^(?:by|written by|von|par|por|di|door) ([^,|·•\d–—]{2,80}?)(?:\s*[,|·•–—]\s*(.*)|\s+on\s+(.*))?$/i.exec(text)
  return match?.[1] === undefined ? undefined : { author: match[1].trim(), date: match[2] ?? match[3] ?? '' }
}

/** Lists the lines below the text. Links below a heading such as "Related" belong to it. */
function trailing(
  blocks: readonly Element[],
  leading: ReadonlySet<Element>,
  named: ReadonlySet<Element>,
): readonly Element[] {
  const lines: Element[] = []
  let links: Element[] = []
  for (const element of blocks.toReversed()) {
    const text = lineOf(element)
    if (leading.has(element)) break
    if (related.test(text)) {
      lines.push(...links, element)
      links = []
    } else if (links.length === 0 && (named.has(element) || isLabel(element, text))) lines.push(element)
    else if (isLinkOnly(element, text) && links.length < mostLines) links.push(element)
    else break
  }
  return lines
}

/** Lists the elements in short parts that are named as a byline or the like, and those that consist of such parts. */
function namedLines(content: Element | Root): ReadonlySet<Element> {
  const elements = elementsOf(content)
  const named = elements.filter(
    (element) => nameIn(element, edgeNames) !== undefined && lineOf(element).length <= longestLine,
  )
  const lines = new Set(
    named.flatMap((element) => [element, ...elementsOf(element)]).filter((element) => !isQuoted(element)),
  )
  for (const element of elements) {
    const parts = element.children.filter((node) =>
      node.type === 'element' ? node.tagName !== 'br' : textOf(node).trim().length > 2,
    )
    if (parts.length > 0 && parts.every((node) => node.type === 'element' && lines.has(node))) lines.add(element)
  }
  return lines
}

/** Returns true for a line above the text that is no part of it. */
function isEdgeLine(element: Element, text: string, { authors, isDate }: Facts): boolean {
  if (isLabel(element, text)) return true
  if (text.length > longestLine || isQuoted(element)) return false
  if (elementsOf(element).some(({ tagName }) => tagName === 'time'))
    return isByline(textOf(element, ({ tagName }) => tagName === 'time'))
  if (bylineStart.test(text)) return isBylineOf(text, isDate)
  return isDate(text) || authors.some((name) => name.toLowerCase() === text.toLowerCase())
}

function isLabel(element: Element, text: string): boolean {
  if (text.length > longestLine || isQuoted(element)) return false
  if (sentences.test(text)) return true
  if (/[.!?…]$/.test(text)) return false
  return (
    labels.test(text) ||
    (linkedLabels.test(text) && elementsOf(element).some(({ tagName }) => tagName === 'a' || tagName === 'button'))
  )
}

function isQuoted({ tagName }: Element): boolean {
  return /^(?:blockquote|pre|figcaption|td|th|dt|dd)$/.test(tagName)
}

function isLinkOnly(element: Element, text: string): boolean {
  const own = textOf(element, ({ tagName }) => tagName === 'a').trim()
  return own === '' && text !== ''
}

const bylineStart = /^(?:by|written by|von|par|por|di|door) /i

/** "By the sea" is no byline, and "By Ada Byron, 3 February 2026" is one. */
function isBylineOf(text: string, isDate: (text: string) => boolean): boolean {
  const [names = '', ...rest] = text.replace(bylineStart, '').split(/\s*[|·•,–—]\s*|\s+on\s+/)
  const isName = names.split(/\s+/).length <= 8 && isByline(`By ${names}`) && !/[.!?]$/.test(names)
  return isName && (rest.every((part) => isByline(`By ${part}`) || labels.test(part)) || isDate(rest.join(', ')))
}

const blockTags =
  words(`address article aside blockquote center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5
  h6 header hgroup hr li main ol p pre section table tbody td th thead tr ul`)

/** Lists the blocks that contain no blocks, in document order. */
function leafBlocks(parent: Element | Root): readonly Element[] {
  const leaves: Element[] = []
  const visit = (node: Element | Root): boolean => {
    let hasBlock = false
    for (const child of node.children) {
      if (child.type !== 'element') continue
      const inner = visit(child)
      if (blockTags.has(child.tagName) && !inner) leaves.push(child)
      if (inner || blockTags.has(child.tagName)) hasBlock = true
    }
    return hasBlock
  }
  visit(parent)
  return leaves
}
