import { AwsError } from '../../endpoint/aws-service.ts'
import type { ByteRange } from '../bodies/body-store.ts'
import { readPartNumber } from '../protocol/part-number.ts'

/** Parses a `Range` header, RFC 9110 section 14.1.2. Undefined means the whole object: no header, or one that S3 ignores. */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? []
  if (from === '' && to === '') return undefined
  const isBackwards = from !== '' && to !== '' && Number(from) > Number(to)
  if (isBackwards) return undefined
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (first > last) {
    throw new AwsError('InvalidRange', 416, 'The requested range is not satisfiable', {
      RangeRequested: header,
      ActualObjectSize: size,
    })
  }
  return { first, last }
}

/** Returns the bytes of one part. An object that was not uploaded in parts has one part. */
export function rangeOfPart(partNumber: string, size: number, partSizes: readonly number[]): ByteRange | undefined {
  const number = readPartNumber(partNumber)
  const sizes = partSizes.length > 0 ? partSizes : [size]
  const partSize = sizes[number - 1]
  if (partSize === undefined) {
    const message = 'The requested partnumber is not satisfiable'
    throw new AwsError('InvalidPartNumber', 416, message, {
      PartNumberRequested: number,
      ActualPartCount: sizes.length,
    })
  }
  if (partSize === 0) return undefined
  const first = sizes.slice(0, number - 1).reduce((sum, one) => sum + one, 0)
  return { first, last: first + partSize - 1 }
}
