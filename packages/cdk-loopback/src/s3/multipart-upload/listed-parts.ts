import { AwsError } from '../../endpoint/aws-service.ts'
import { type Checksum, checksumElement } from '../bodies/checksum.ts'
import { malformedXml } from '../protocol/s3-error.ts'
import { childrenNamed, childText, parseXml, type XmlNode } from '../protocol/xml-reader.ts'
import type { Part } from './upload-store.ts'

/** Bytes. */
const smallestPart = 5 * 1024 ** 2

export type ListedPart = { readonly number: number; readonly etag: string; readonly node: XmlNode }

/** Parses the body of CompleteMultipartUpload. */
export function parseCompletion(document: string): readonly ListedPart[] {
  const nodes = childrenNamed(parseXml(document, 'CompleteMultipartUpload'), 'Part')
  if (nodes.length === 0 || nodes.length > 10_000) throw malformedXml()
  return nodes.map((node) => {
    const number = Number(childText(node, 'PartNumber'))
    const etag = childText(node, 'ETag')?.trim().replaceAll('"', '')
    if (!Number.isInteger(number) || !etag) throw malformedXml()
    return { number, etag, node }
  })
}

/** Returns the uploaded parts that the client lists. @throws {AwsError} InvalidPart, or EntityTooSmall below 5 MiB */
export function chooseParts(listed: readonly ListedPart[], uploaded: readonly Part[]): readonly Part[] {
  const byNumber = new Map(uploaded.map((part) => [part.number, part]))
  let previous = 0
  const parts = listed.map(({ number, etag, node }) => {
    if (number <= previous) throw invalidPartOrder()
    previous = number
    const part = byNumber.get(number)
    if (part?.md5 !== etag || !hasChecksum(node, part.checksum)) throw invalidPart(number, etag)
    return part
  })
  for (const part of parts.slice(0, -1)) if (part.size < smallestPart) throw entityTooSmall(part)
  return parts
}

function hasChecksum(node: XmlNode, checksum: Checksum | undefined): boolean {
  if (!checksum) return true
  const [name, value] = checksumElement(checksum)
  return (childText(node, name) ?? value) === value
}

function invalidPart(number: number, etag: string): AwsError {
  const message =
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag."
  return new AwsError('InvalidPart', 400, message, { PartNumber: number, ETag: etag })
}

function invalidPartOrder(): AwsError {
  const message = 'The list of parts was not in ascending order. Parts must be ordered by part number.'
  return new AwsError('InvalidPartOrder', 400, message)
}

function entityTooSmall({ number, size, md5 }: Part): AwsError {
  const message = 'Your proposed upload is smaller than the minimum allowed size'
  const details = { ProposedSize: size, MinSizeAllowed: smallestPart, PartNumber: number, ETag: md5 }
  return new AwsError('EntityTooSmall', 400, message, details)
}
