import { invalidArgument } from './s3-error.ts'

/** Reads the number of a part, digits only. @throws {AwsError} InvalidArgument */
export function readPartNumber(text: string): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (number >= 1 && number <= 10_000) return number
  throw invalidArgument('partNumber', text, 'Part number must be an integer between 1 and 10000, inclusive')
}
