import type { Permission } from '../../endpoint/aws-service.ts'
import { type Operation, onObject, type S3State } from '../protocol/operation.ts'
import { checkIfMatch } from './conditions.ts'
import { actionOnVersion, checkVersionId, readVersionId } from './find-object.ts'
import type { Removal } from './object-store.ts'

/** What a request removes: a key, or one version of it. */
export type Target = {
  readonly key: string
  readonly version: string | undefined
  readonly ifMatch: string | undefined
}

export const deleteObject: Operation = {
  name: 'DeleteObject',
  method: 'DELETE',
  level: 'object',
  parameters: ['versionId'],
  permissions: ({ bucket, key, query, headers }) =>
    deletePermissions(bucket, { key, version: query.get('versionId') ?? undefined, ifMatch: headers['if-match'] }),
  handle: ({ bucket, key, query, headers }, state) => {
    state.buckets.need(bucket)
    const target: Target = { key, version: readVersionId(query), ifMatch: headers['if-match'] }
    const removal = state.database.transaction(() => removeObject(state, bucket, target))
    return { status: 204, headers: removalHeaders(removal) }
  },
}

/** Removes an object or a version. Without a condition, a missing one is not an error. Call it in a transaction. */
export function removeObject(state: S3State, bucket: string, { key, version, ifMatch }: Target): Removal {
  const { objects, buckets } = state
  const { versioning } = buckets.need(bucket)
  if (ifMatch !== undefined) checkIfMatch(ifMatch, objects.find(bucket, key), key)
  if (version === undefined || (versioning === undefined && version === 'null')) {
    return objects.remove(bucket, key, versioning, state.now())
  }
  return objects.removeVersion(bucket, key, checkVersionId(version))
}

function removalHeaders({ version, isMarker }: Removal): Record<string, string> {
  return {
    ...(version !== undefined && { 'x-amz-version-id': version }),
    ...(isMarker && { 'x-amz-delete-marker': 'true' }),
  }
}

/** Lists the permissions. To compare an ETag, S3 also requires the right to read the object. */
export function deletePermissions(bucket: string, { key, version, ifMatch }: Target): Permission[] {
  const remove = actionOnVersion('s3:DeleteObject', version)
  const actions = ifMatch === undefined || ifMatch === '*' ? [remove] : [remove, 's3:GetObject']
  return actions.map((action) => onObject(action, { bucket, key }))
}
