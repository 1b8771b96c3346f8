import * as z from 'zod'
import { invalidParameter } from '../protocol/dynamodb-error.ts'
import { streamArn, streamLabel } from '../protocol/permissions.ts'
import type { Table } from './table.ts'

export const viewTypes = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'] as const

/** A table's stream of changes, and what its records contain besides the keys. */
export type TableStream = {
  readonly viewType: (typeof viewTypes)[number]
  /** Seconds since 1970. */
  readonly createdAt: number
}

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
