import type { AwsResponse } from '../../endpoint/aws-service.ts'
import { renderXml, type XmlElement } from './xml-writer.ts'

export function xmlAnswer(root: XmlElement, headers: Readonly<Record<string, string>> = {}): AwsResponse {
  return { status: 200, headers: { 'content-type': 'application/xml', ...headers }, body: renderXml(root) }
}
