import type { ObservedCall } from 'cdk-loopback/observation'
import { readDynamoNeeds } from './dynamodb.ts'
import { readEventsNeeds, readMonitoringNeeds, readSqsNeeds } from './messaging.ts'
import { type Names, type Need, type ReadNeeds, unknownOperation } from './need.ts'
import { readS3Needs } from './s3.ts'
import { readSesNeeds } from './ses.ts'

const readers: Readonly<Record<string, ReadNeeds>> = {
  dynamodb: readDynamoNeeds,
  events: readEventsNeeds,
  monitoring: readMonitoringNeeds,
  s3: readS3Needs,
  ses: readSesNeeds,
  sqs: readSqsNeeds,
}

/**
 * Derives the permissions that a call needs from the request as it was signed, independently of the emulator.
 * @throws {Error} for a service or operation that no story has called before
 */
export function readNeeds(call: ObservedCall, names: Names): readonly Need[] {
  const read = readers[call.service]
  if (!read) throw unknownOperation(`${call.service}:${call.operation}`)
  return read(call, names)
}

/**
 * Compares the needs with the permissions that the emulator asked the policies for. Returns what only one of them has.
 * Two needs go further on purpose: SES's other identities, and the right to see that an object is missing.
 */
export function compareWithEmulator(call: ObservedCall, needs: readonly Need[]): readonly string[] {
  const ours = new Set(needs.map(describeNeed))
  const theirs = new Set(
    call.permissions.map(({ action, resource, context = {} }) => describeNeed({ action, resource, context })),
  )
  const isExtra = (need: string) =>
    need.startsWith('ses:SendRawEmail') || (need.startsWith('s3:ListBucket') && call.status === 404)
  return [
    ...[...ours]
      .filter((need) => !theirs.has(need) && !isExtra(need))
      .map((need) => `the emulator does not ask for ${need}`),
    ...[...theirs].filter((need) => !ours.has(need)).map((need) => `only the emulator asks for ${need}`),
  ]
}

const comparedKeys = ['dynamodb:LeadingKeys', 'events:source', 'events:detail-type', 's3:prefix', 'ses:FromAddress']

export function describeNeed({ action, resource, context }: Need): string {
  const values = comparedKeys.flatMap((key) => context[key] ?? []).sort()
  return [action, resource, ...values].join(' ')
}
