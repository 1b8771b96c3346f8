import type { AwsResponse } from '../../endpoint/aws-service.ts'

/** An element's name, then its text or its children. A child that is undefined is left out. */
export type XmlElement = readonly [name: string, content: XmlContent]
export type XmlContent = string | number | boolean | readonly (XmlElement | undefined)[]

const s3Namespace = 'http://s3.amazonaws.com/doc/2006-03-01/'

export function xmlAnswer(root: XmlElement, headers: Readonly<Record<string, string>> = {}): AwsResponse {
  return { status: 200, headers: { 'content-type': 'application/xml', ...headers }, body: renderXml(root) }
}

/** Renders a whole document in S3's namespace. */
function renderXml([name, content]: XmlElement): string {
  return `${declaration}<${name} xmlns="${s3Namespace}">${renderContent(content)}</${name}>`
}

/** Renders a whole document without a namespace, as S3 writes its errors. */
export function renderBareXml(root: XmlElement): string {
  return declaration + renderElement(root)
}

/** Renders a document whose root is rendered already. */
export function renderDocument(root: string): string {
  return declaration + root
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'

function renderElement([name, content]: XmlElement): string {
  return `<${name}>${renderContent(content)}</${name}>`
}

function renderContent(content: XmlContent): string {
  if (!isList(content)) return escapeText(String(content))
  return content.map((child) => (child ? renderElement(child) : '')).join('')
}

function isList(content: XmlContent): content is readonly (XmlElement | undefined)[] {
  return Array.isArray(content)
}

/** Keys may contain control characters. S3 writes them as references, although XML 1.0 does not allow those. */
function escapeText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is escaped here.
  return text.replace(/[&<>"\u0000-\u001f\u007f\ufffe\uffff]/g, (character) => `&#${character.charCodeAt(0)};`)
}
