import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import type { Change } from '../../core/events/announcement.ts'

/** A change with its place in the stream, which tells Lambda where to continue. */
export type StreamChange = Change & { readonly sequence: string }

/** Reads the changes in the event with which Lambda hands over records of a table's stream. */
export function readChanges({ Records }: DynamoDBStreamEvent): readonly StreamChange[] {
  return Records.map(readChange)
}

function readChange({ eventID = '', dynamodb = {} }: DynamoDBRecord): StreamChange {
  const { ApproximateCreationDateTime: seconds = 0, Keys, OldImage, NewImage, SequenceNumber = '' } = dynamodb
  const { pk, sk } = readImage(Keys) ?? {}
  return {
    id: eventID,
    at: `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`,
    pk: String(pk),
    sk: String(sk),
    old: readImage(OldImage),
    new: readImage(NewImage),
    sequence: SequenceNumber,
  }
}

function readImage(image: NonNullable<DynamoDBRecord['dynamodb']>['NewImage']): Record<string, unknown> | undefined {
  return image && unmarshall(image as Parameters<typeof unmarshall>[0]) // the types of two packages for the same JSON
}
