import type { RootContent } from 'hast'
import { compile, type DomNode, type FormatCallback, type HtmlToTextOptions } from 'html-to-text'
import { parseFlawless } from './parse-flawless.ts'
import { htmlName } from './serialize-tree.ts'

const headings = ['h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
  selector,
  options: { uppercase: false, leadingLineBreaks: 2 },
}))

const options: HtmlToTextOptions = {
  wordwrap: false,
  selectors: [
    { selector: 'body', format: 'given' },
    ...headings,
    { selector: 'a', options: { linkBrackets: ['<', '>'], hideLinkHrefIfSameAsText: true, ignoreHref: false } },
    { selector: 'img', format: 'altText' },
    ...['p', 'div'].map((selector) => ({ selector, format: 'shown' })),
    { selector: 'sup', format: 'noteMark' },
    { selector: 'ol', format: 'numbered' },
    { selector: 'table', format: 'dataTable', options: { uppercaseHeaderCells: false, maxColumnWidth: 40 } },
    { selector: 'ul', options: { itemPrefix: '- ' } },
    { selector: 'dl', format: 'block' },
    ...['dt', 'dd'].map((selector) => ({
      selector,
      format: 'block',
      options: { leadingLineBreaks: 1, trailingLineBreaks: 1 },
    })),
    { selector: 'q', format: 'inlineSurround', options: { prefix: '“', suffix: '”' } },
  ],
  formatters: {
    // The address of a picture is of no use in plain text.
    altText(element, _walk, builder) {
      const alt: unknown = element.attribs?.alt
      if (typeof alt === 'string' && alt !== '') builder.addInline(`[${alt}]`)
    },
    // A block that contains only pictures without words would leave an empty line.
    shown(element, walk, builder, formatOptions) {
      if (element.children.length > 0 && element.children.every(isSilent)) return
      standard(builder)[element.name === 'p' ? 'paragraph' : 'block']?.(element, walk, builder, formatOptions)
    },
    // Notes have other marks than links, which are numbers in brackets, too.
    noteMark(element, walk, builder, formatOptions) {
      if (!hasClass(element, 'footnote-ref')) return standard(builder).inline?.(element, walk, builder, formatOptions)
      const [text] = element.children
      builder.addInline(String(text?.data).replace('[', '[n'))
    },
    numbered(element, walk, builder, formatOptions) {
      if (!hasClass(element.parent, 'footnotes'))
        return standard(builder).orderedList?.(element, walk, builder, formatOptions)
      const notes = element.children.filter(({ name }) => name === 'li')
      const prefixes = notes.map((_note, index) => `[n${index + 1}] `)
      const maxPrefixLength = Math.max(0, ...prefixes.map(({ length }) => length))
      builder.openList({ interRowLineBreaks: 1, leadingLineBreaks: 2, maxPrefixLength, prefixAlign: 'left' })
      for (const [index, note] of notes.entries()) {
        builder.openListItem({ prefix: prefixes[index] ?? '' })
        walk([note], builder)
        builder.closeListItem()
      }
      builder.closeList({ trailingLineBreaks: 2 })
    },
    given(element, walk, builder) {
      const own = builder as unknown as Builder // with what its type omits
      own.picker = pickByName(own.picker)
      walk(own.metadata ?? element.children, builder)
    },
  },
}

type Picker = { pick1(element: DomNode): unknown }
/** `metadata` is as passed to `convert`. */
type Builder = { readonly metadata?: DomNode[]; picker: Picker; readonly options: Standard }
type Standard = { readonly formatters: Readonly<Record<string, FormatCallback>> }

/** Returns the formatters of html-to-text. */
function standard(builder: unknown): Standard['formatters'] {
  return (builder as Builder).options.formatters // its type omits them
}

function isSilent({ type, name, data, attribs }: DomNode): boolean {
  return type === 'text' ? data?.trim() === '' : name === 'img' && !attribs?.alt
}

function hasClass(element: DomNode | undefined, name: string): boolean {
  return element?.attribs?.class === name
}

/** Chooses a selector once per name of an element: all selectors are names, and choosing takes a fifth of the time. */
function pickByName(picker: Picker): Picker {
  const picks = new Map<string | undefined, unknown>()
  return {
    pick1(element) {
      if (!picks.has(element.name)) picks.set(element.name, picker.pick1(element))
      return picks.get(element.name)
    },
  }
}

type Convert = (html: string, nodes?: readonly DomNode[]) => string
let convert: Convert | undefined

/** Converts the mail form of a body to plain text. */
export function toPlainText(html: string): string {
  // Compiled not when the module is loaded, because most issues contain nothing to convert. The types omit the second argument.
  convert ??= compile(options) as Convert
  const tree = parseFlawless(html)
  // The parser of html-to-text takes as long as all the rest of it. Without a `body`, it also searches everything for one.
  const text = tree ? convert('<body></body>', nodesOf(tree.children)) : convert(`<body>${html}</body>`)
  return text.trim()
}

/** Returns a tree in the form that html-to-text reads. */
function nodesOf(nodes: readonly RootContent[], parent?: DomNode): DomNode[] {
  return nodes.map((node) => {
    if (node.type !== 'element') return { type: 'text', data: 'value' in node ? node.value : '', children: [] }
    const attribs: Record<string, unknown> = {}
    for (const name in node.properties) attribs[htmlName(name)] = String(node.properties[name])
    const element: DomNode = { type: 'tag', name: node.tagName, attribs, children: [], parent }
    element.children = nodesOf(node.children, element)
    return element
  })
}
