import { randomBytes } from 'node:crypto'
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { secretKey } from '../../core/keys.ts'
import type { Secrets } from '../../core/subscribers/secrets.ts'

/**
 * Adds a key in front of the others: new tokens are signed with it, and those in mails that are out go on working.
 * Answers its id.
 */
export async function addSigningKey(dynamo: DynamoDBDocumentClient, table: string): Promise<string> {
  const secrets = await getSecrets(dynamo, table)
  const id = String(Math.max(...secrets.signingKeys.map((key) => Number(key.id))) + 1)
  const signingKeys = [{ id, key: randomBytes(32).toString('hex') }, ...secrets.signingKeys]
  await dynamo.send(
    new PutCommand({
      TableName: table,
      Item: { ...secretKey, secrets: { ...secrets, signingKeys } },
      // Two who rotate at once must not lose one another's key.
      ConditionExpression: 'secrets = :before',
      ExpressionAttributeValues: { ':before': secrets },
    }),
  )
  return id
}

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
