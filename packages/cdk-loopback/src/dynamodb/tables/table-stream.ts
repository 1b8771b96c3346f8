import * as z from 'zod'
import { invalidParameter } from '../protocol/dynamodb-error.ts'
import { streamArn, streamLabel } from '../protocol/permissions.ts'
import { type Table, type TableStream, viewTypes } from './table.ts'

export const streamSpecification = z.strictObject({
  StreamEnabled: z.boolean(),
  StreamViewType: z.enum(viewTypes).optional(),
})
export type StreamSpecification = z.output<typeof streamSpecification>

/** Reads the specification of a new stream. Returns nothing if it enables none. */
export function readStream(
  specification: StreamSpecification | undefined,
  now: () => Date,
): { readonly stream?: TableStream } {
  const { StreamEnabled: enabled = false, StreamViewType: viewType } = specification ?? {}
  if (enabled !== (viewType !== undefined))
    throw invalidParameter('StreamViewType must be specified if and only if StreamEnabled is true')
  return viewType ? { stream: { viewType, createdAt: now().getTime() / 1000 } } : {}
}

/** Renders a table's stream as a part of the API's `TableDescription`. */
export function renderStream({ arn, stream }: Table): object {
  if (!stream) return {}
  return {
    StreamSpecification: { StreamEnabled: true, StreamViewType: stream.viewType },
    LatestStreamArn: streamArn(arn),
    LatestStreamLabel: streamLabel,
  }
}
