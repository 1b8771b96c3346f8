import * as z from 'zod'
import { readExpressions } from '../expressions/read-expressions.ts'
import { everything, type Interval, isWithin, segmentInterval } from '../keys/key-encoding.ts'
import { validationError } from '../protocol/dynamodb-error.ts'
import { defineOperation } from '../protocol/operation.ts'
import { permissionFor } from '../protocol/permissions.ts'
import { listFields, openSource, renderPage } from './list-items.ts'
import { continueAfter, readStartKey } from './start-key.ts'

const scanInput = z.strictObject({
  ...listFields,
  Segment: z.int().min(0).max(999_999).optional(),
  TotalSegments: z.int().min(1).max(1_000_000).optional(),
})

export const scan = defineOperation(
  'Scan',
  scanInput,
  (input, dynamo) => ({
    resource: input.TableName,
    permissions: [permissionFor(dynamo, 'Scan', input.TableName, [], input.IndexName)],
  }),
  (input, dynamo) => {
    const segment = readSegment(input)
    const expressions = readExpressions(input)
    const source = openSource(dynamo, input, expressions)
    const start = input.ExclusiveStartKey && readStartKey(source, input.ExclusiveStartKey)
    if (start && !isWithin(start, segment))
      throw validationError(
        `The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: ${input.TotalSegments} Segment: ${input.Segment}`,
      )
    const interval = continueAfter(segment, start, false)
    return renderPage(dynamo, input, expressions, source, { interval, descending: false })
  },
)

function readSegment({ Segment: segment, TotalSegments: total }: z.output<typeof scanInput>): Interval {
  if (segment === undefined && total === undefined) return everything
  if (total === undefined)
    throw validationError(
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    )
  if (segment === undefined)
    throw validationError(
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    )
  if (segment >= total)
    throw validationError(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${total}`,
    )
  return segmentInterval(segment, total)
}
