import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { Deployment } from '../../core/deployment/deployment.ts'
import { deploymentKey } from '../../core/keys.ts'

/** The record of how far the site has been brought up to date with the deployed version. */
export function deploymentStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    async get(): Promise<Deployment | undefined> {
      const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: deploymentKey, ConsistentRead: true }))
      return Item?.deployment as Deployment | undefined // only `save` writes it
    },

    /** Stores the next revision. `overtaken`: another walk has stored it. */
    async save(deployment: Deployment): Promise<'saved' | 'overtaken'> {
      const { revision } = deployment
      const condition =
        revision === 1
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : { ConditionExpression: 'revision = :read', ExpressionAttributeValues: { ':read': revision - 1 } }
      try {
        await dynamo.send(
          new PutCommand({ TableName: table, Item: { ...deploymentKey, revision, deployment }, ...condition }),
        )
        return 'saved'
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return 'overtaken'
        throw error
      }
    },
  }
}
