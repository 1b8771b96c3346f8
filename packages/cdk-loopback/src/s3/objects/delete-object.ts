import type { Permission } from '../../endpoint/aws-service.ts'
import { type Operation, onObject, type S3State } from '../protocol/operation.ts'
import { checkIfMatch } from './conditions.ts'

export const deleteObject: Operation = {
  name: 'DeleteObject',
  method: 'DELETE',
  level: 'object',
  permissions: ({ bucket, key, headers }) => deletePermissions(bucket, key, headers['if-match']),
  handle: ({ bucket, key, headers }, state) => {
    state.buckets.need(bucket)
    state.database.transaction(() => removeObject(state, bucket, key, headers['if-match']))
    return { status: 204, headers: {} }
  },
}

/** Removes an object. Without a condition, a missing object is not an error. Call it in a transaction. */
export function removeObject({ objects }: S3State, bucket: string, key: string, ifMatch: string | undefined): void {
  if (ifMatch !== undefined) checkIfMatch(ifMatch, objects.find(bucket, key), key)
  objects.remove(bucket, key)
}

/** Lists the permissions. To compare an ETag, S3 also requires the right to read the object. */
export function deletePermissions(bucket: string, key: string, ifMatch: string | undefined): Permission[] {
  const actions = ifMatch === undefined || ifMatch === '*' ? ['s3:DeleteObject'] : ['s3:DeleteObject', 's3:GetObject']
  return actions.map((action) => onObject(action, { bucket, key }))
}
