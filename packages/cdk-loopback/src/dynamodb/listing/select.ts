import * as z from 'zod'
import type { Expressions } from '../expressions/read-expressions.ts'
import { showsAttribute } from '../keys/index-entry.ts'
import { invalidParameter, validationError } from '../protocol/dynamodb-error.ts'
import type { Index, Table } from '../tables/table.ts'

export const select = z.enum(['SPECIFIC_ATTRIBUTES', 'COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES']).optional()

/** Fails if `Select`, the projection expression and the index's projection contradict each other. */
export function checkSelect(
  mode: z.output<typeof select>,
  { ProjectionExpression: projection }: Expressions,
  table: Table,
  index: Index | undefined,
): void {
  if (projection && mode !== undefined && mode !== 'SPECIFIC_ATTRIBUTES')
    throw validationError(
      `Cannot specify the ProjectionExpression when choosing to get ${mode === 'COUNT' ? 'only the Count' : mode}`,
    )
  if (!projection && mode === 'SPECIFIC_ATTRIBUTES')
    throw validationError('Must specify the ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES')
  if (mode === 'ALL_PROJECTED_ATTRIBUTES' && !index)
    throw invalidParameter('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName')
  if (index?.kind !== 'global') return
  if (mode === 'ALL_ATTRIBUTES' && index.projection !== 'ALL')
    throw invalidParameter(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
    )
  const hidden = (projection ?? []).map(([name]) => name).filter((name) => !showsAttribute(table, index, name))
  if (hidden.length > 0)
    throw invalidParameter(`Global secondary index ${index.name} does not project [${hidden.join(', ')}]`)
}
