import * as z from 'zod'
import { AwsError } from '../endpoint/aws-service.ts'
import type { NewEvent } from './bus-event.ts'

export const putEventsInput = z.strictObject({
  Entries: z.array(
    z.strictObject({
      Source: z.string().optional(),
      DetailType: z.string().optional(),
      Detail: z.string().optional(),
      EventBusName: z.string().optional(),
      Resources: z.array(z.string()).default([]),
      /** Seconds since 1970. */
      Time: z.number().optional(),
      TraceHeader: z.string().optional(),
    }),
  ),
})

export type Entry = z.output<typeof putEventsInput>['Entries'][number]

const mostEntries = 10
/** Bytes of all entries together. */
const largestRequest = 1_048_576

/** @throws {AwsError} ValidationException for a request that is refused as a whole */
export function checkEntries(entries: readonly Entry[]): void {
  if (entries.length === 0 || entries.length > mostEntries) {
    const rule = entries.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${mostEntries}`
    const fault = `Value at 'entries' failed to satisfy constraint: Member must have length ${rule}`
    throw new AwsError('ValidationException', 400, `1 validation error detected: ${fault}`)
  }
  if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > largestRequest) {
    throw new AwsError('ValidationException', 400, 'Total size of the entries in the request is over the limit.')
  }
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html */
function sizeOf({ Source = '', DetailType = '', Detail = '', Resources, Time }: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources]
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time === undefined ? 0 : 14)
}

export type EntryError = { readonly ErrorCode: string; readonly ErrorMessage: string }

/** Reads one entry, which may be refused without affecting the others. */
export function readEntry(entry: Entry, now: Date): NewEvent | EntryError {
  const { Source: source, DetailType: detailType, Detail, Resources: resources, Time } = entry
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (entry[name]) continue
    const reason = `Parameter ${name} is not valid. Reason: ${name} is a required argument.`
    return { ErrorCode: 'InvalidArgument', ErrorMessage: reason }
  }
  if (source?.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' }
  }
  const detail = readDetail(Detail ?? '')
  if (!detail) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }
  const time = Time === undefined ? now : new Date(Time * 1000)
  return { source: source ?? '', detailType: detailType ?? '', detail, resources, time }
}

function readDetail(text: string): object | undefined {
  try {
    const detail: unknown = JSON.parse(text)
    return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? detail : undefined
  } catch {
    return undefined
  }
}

/** What PutEvents returns. */
export type PutResult = { readonly FailedEntryCount: number; readonly Entries: readonly object[] }
