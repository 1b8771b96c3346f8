import { malformedXml } from './s3-error.ts'

export type XmlNode = { readonly name: string; readonly children: readonly XmlNode[]; readonly text: string }
type OpenNode = { name: string; children: XmlNode[]; text: string }

const token =
  /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([\w.:-]+)(?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*(\/?)>|([^<]+)/y

/**
 * Reads the root of one of S3's request documents: elements and text, without attributes and namespace prefixes.
 * Everything else (a DOCTYPE, an unknown entity, a missing end tag) is MalformedXML, so no entity can be defined.
 */
export function parseXml(source: string, rootName: string): XmlNode {
  const document: OpenNode = { name: '', children: [], text: '' }
  const open = [document]
  token.lastIndex = source.startsWith('\ufeff') ? 1 : 0
  while (token.lastIndex < source.length) {
    const match = token.exec(source)
    if (!match) throw malformedXml()
    readToken(match, open)
  }
  const [root] = document.children
  if (open.length !== 1 || document.children.length !== 1 || document.text.trim() !== '') throw malformedXml()
  if (root?.name !== rootName) throw malformedXml()
  return root
}

function readToken([, cdata, end, qualifiedName, empty, text]: RegExpExecArray, open: OpenNode[]): void {
  const current = open.at(-1)
  if (!current) throw malformedXml()
  if (cdata !== undefined) current.text += cdata
  if (text !== undefined) current.text += decodeEntities(text)
  if (qualifiedName === undefined) return
  const name = qualifiedName.slice(qualifiedName.indexOf(':') + 1)
  if (end) {
    if (open.length === 1 || current.name !== name) throw malformedXml()
    open.pop()
    return
  }
  const node: OpenNode = { name, children: [], text: '' }
  current.children.push(node)
  if (!empty) open.push(node)
}

const namedEntities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function decodeEntities(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/&([^;]*)(;?)/g, (_, entity: string, end: string) => {
    const [, hex, decimal] = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(entity) ?? []
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
    const decoded = code <= 0x10ffff ? String.fromCodePoint(code) : namedEntities[entity]
    if (decoded === undefined || end === '') throw malformedXml()
    return decoded
  })
}

export function childrenNamed(node: XmlNode, name: string): readonly XmlNode[] {
  return node.children.filter((child) => child.name === name)
}

/** Returns the text of the first child of that name. */
export function childText(node: XmlNode, name: string): string | undefined {
  return node.children.find((child) => child.name === name)?.text
}
