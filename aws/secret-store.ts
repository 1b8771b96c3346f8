import { randomBytes } from 'node:crypto'
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { secretKey } from '../core/keys.ts'
import type { Secrets } from '../core/subscribers/secrets.ts'

/** Reads the publication's secrets, and makes them when there are none yet; of two who make them, the first one's stay. */
export async function getSecrets(dynamo: DynamoDBDocumentClient, table: string): Promise<Secrets> {
  const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: secretKey, ConsistentRead: true }))
  if (Item) return Item.secrets as Secrets // written below alone
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
    if (error instanceof ConditionalCheckFailedException) return getSecrets(dynamo, table)
    throw error
  }
}
