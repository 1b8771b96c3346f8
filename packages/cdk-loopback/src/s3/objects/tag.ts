import { AwsError } from '../../endpoint/aws-service.ts'
import { invalidArgument, malformedXml } from '../protocol/s3-error.ts'
import { childrenNamed, childText, parseXml, type XmlNode } from '../protocol/xml-reader.ts'
import type { XmlElement } from '../protocol/xml-writer.ts'

export type Tag = { readonly key: string; readonly value: string }

/** Parses the `x-amz-tagging` header: tags in the form of a URL query. */
export function parseTagHeader(header: string | undefined): readonly Tag[] {
  if (!header) return []
  const tags = [...new URLSearchParams(header)].map(([key, value]) => ({ key, value }))
  try {
    return checkTags(tags)
  } catch (error) {
    const message = error instanceof Error ? error.message : 'The header is not valid.'
    throw invalidArgument('x-amz-tagging', header, message)
  }
}

/** Parses the body of PutObjectTagging. */
export function parseTagging(document: string): readonly Tag[] {
  const [set, second] = childrenNamed(parseXml(document, 'Tagging'), 'TagSet')
  if (!set || second) throw malformedXml()
  return checkTags(childrenNamed(set, 'Tag').map(readTag))
}

function readTag(node: XmlNode): Tag {
  const [key, value] = [childText(node, 'Key'), childText(node, 'Value')]
  if (key === undefined || value === undefined) throw malformedXml()
  return { key, value }
}

/** Letters, digits and spaces of any script, and a few signs. */
const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u

function checkTags(tags: readonly Tag[]): readonly Tag[] {
  if (tags.length > 10) throw new AwsError('BadRequest', 400, 'Object tags cannot be greater than 10')
  if (new Set(tags.map(({ key }) => key)).size < tags.length) {
    throw invalidTag('Cannot provide multiple Tags with the same key')
  }
  for (const { key, value } of tags) {
    if (key === '' || key.length > 128 || !allowed.test(key))
      throw invalidTag('The TagKey you have provided is invalid')
    if (value.length > 256 || !allowed.test(value)) throw invalidTag('The TagValue you have provided is invalid')
    if (/^aws:/i.test(key)) throw invalidTag('System tags cannot be added/updated by requester')
  }
  return tags
}

function invalidTag(message: string): AwsError {
  return new AwsError('InvalidTag', 400, message)
}

export function renderTagSet(tags: readonly Tag[]): XmlElement {
  return [
    'TagSet',
    tags.map(
      ({ key, value }): XmlElement => [
        'Tag',
        [
          ['Key', key],
          ['Value', value],
        ],
      ],
    ),
  ]
}
