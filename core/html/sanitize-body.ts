import type { Element, Root } from 'hast'
import { type Schema, sanitize } from 'hast-util-sanitize'
import { prepareTree } from './prepare-tree.ts'

/** A body that holds nothing but what `schema` allows. URLs in it may still be relative. */
export type BodyTree = Root

const media = ['src', 'controls', 'width', 'height', 'poster']
const cell = ['colSpan', 'rowSpan', 'align', 'scope']

/** What readers, mail clients and pages may see of an upload. Anything else loses its tags, or goes with its content. */
const schema: Schema = {
  tagNames: [
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'blockquote', 'pre', 'hr', 'div', 'section', 'figure', 'figcaption'],
    ...['ul', 'ol', 'li', 'dl', 'dt', 'dd', 'details', 'summary'],
    ...['table', 'caption', 'colgroup', 'col', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'],
    ...['a', 'abbr', 'b', 'bdi', 'bdo', 'br', 'cite', 'code', 'del', 'dfn', 'em', 'i', 'ins', 'kbd', 'mark', 'q'],
    ...['rp', 'rt', 'ruby', 's', 'samp', 'small', 'span', 'strong', 'sub', 'sup', 'time', 'u', 'var', 'wbr'],
    ...['img', 'audio', 'video', 'source'],
  ],
  attributes: {
    '*': ['dir', 'lang', 'title', 'id'],
    a: ['href', ['className', 'footnote-backref']],
    blockquote: ['cite'],
    code: [['className', /^language-[\w+#.-]{1,40}$/]],
    del: ['cite', 'dateTime'],
    ins: ['cite', 'dateTime'],
    q: ['cite'],
    div: [['className', /^alert(-[a-z]+)?$/]],
    section: [['className', 'footnotes']],
    sup: [['className', 'footnote-ref']],
    ol: ['start', 'reversed', 'type'],
    li: ['value'],
    details: ['open'],
    time: ['dateTime'],
    col: ['span'],
    colgroup: ['span'],
    td: cell,
    th: cell,
    img: ['src', 'srcSet', 'sizes', 'alt', 'width', 'height'],
    audio: media,
    video: media,
    source: ['src', 'type'],
  },
  ancestors: {
    ...Object.fromEntries(['caption', 'colgroup', 'thead', 'tbody', 'tfoot', 'tr'].map((name) => [name, ['table']])),
    td: ['tr'],
    th: ['tr'],
    col: ['colgroup'],
    li: ['ul', 'ol'],
    dt: ['dl'],
    dd: ['dl'],
    figcaption: ['figure'],
    summary: ['details'],
    source: ['audio', 'video'],
  },
  protocols: {
    href: ['http', 'https', 'mailto', 'tel'],
    cite: ['http', 'https'],
    src: ['http', 'https'],
    poster: ['http', 'https'],
  },
  required: {},
  clobber: [],
  clobberPrefix: '',
  strip: [
    ...['script', 'style', 'template', 'noscript', 'noembed', 'noframes', 'frameset', 'title', 'plaintext'],
    ...['svg', 'math', 'canvas', 'applet', 'object', 'map', 'head', 'iframe'],
    ...['input', 'textarea', 'select', 'button', 'datalist', 'progress', 'meter', 'nav'],
  ],
}

/** Leaves only what is safe and shown everywhere. Its own output is left as it is. */
export function sanitizeBody(tree: Root): BodyTree {
  return toRoot(sanitize(prepareTree(tree), schema))
}

function toRoot(node: ReturnType<typeof sanitize>): Root {
  if (node.type === 'root') return node
  return { type: 'root', children: [node as Element] } // a root comes back as a root; anything else is its only child
}
