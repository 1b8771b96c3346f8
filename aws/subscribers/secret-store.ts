import { randomBytes } from 'node:crypto'
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { secretKey } from '../../core/keys.ts'
import { addFormerPeppers } from '../../core/subscribers/hash-keys.ts'
import type { Secrets } from '../../core/subscribers/secrets.ts'
import { readAtOnce } from '../read-item.ts'

/**
 * Adds a key in front of the others. New tokens are signed with it, and tokens in mails that were sent before remain
 * valid. Returns its id.
 */
export async function addSigningKey(dynamo: DynamoDBDocumentClient, table: string): Promise<string> {
  const secrets = await getSecrets(dynamo, table)
  const id = String(Math.max(...secrets.signingKeys.map((key) => Number(key.id))) + 1)
  const signingKeys = [{ id, key: randomBytes(32).toString('hex') }, ...secrets.signingKeys]
  await dynamo.send(
    new PutCommand({
      TableName: table,
      Item: { ...secretKey, secrets: { ...secrets, signingKeys } },
      // The second of two concurrent rotations fails, so that neither key is lost.
      ConditionExpression: 'secrets = :before',
      ExpressionAttributeValues: { ':before': secrets },
    }),
  )
  return id
}

/** Adds the keys under which another stack hashed addresses. Repeating it changes nothing. */
export async function addHashKeys(
  dynamo: DynamoDBDocumentClient,
  table: string,
  keys: readonly string[],
): Promise<void> {
  const before = await getSecrets(dynamo, table)
  const after = addFormerPeppers(before, keys)
  if (after === before) return
  await dynamo.send(
    new PutCommand({
      TableName: table,
      Item: { ...secretKey, secrets: after },
      ConditionExpression: 'secrets = :before',
      ExpressionAttributeValues: { ':before': before },
    }),
  )
}

/**
 * Returns the publication's secrets, and creates them if there are none. If they are created twice concurrently, the
 * first ones stay.
 */
export async function getSecrets(
  dynamo: DynamoDBDocumentClient,
  table: string,
  read = readAtOnce(dynamo, table),
): Promise<Secrets> {
  const stored = await read(secretKey)
  if (stored) return stored.secrets as Secrets // written in this file only
  const secrets: Secrets = {
    addressPepper: randomBytes(32).toString('hex'),
    signingKeys: [{ id: '1', key: randomBytes(32).toString('hex') }],
  }
  try {
    await dynamo.send(
      new PutCommand({
        TableName: table,
        Item: { ...secretKey, secrets },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    )
    return secrets
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return getSecrets(dynamo, table, read)
    throw error
  }
}
