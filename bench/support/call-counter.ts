import type { ObservedCall } from 'cdk-loopback/observation'
import { priceLines } from '../../build/costs/prices.ts'

/** The calls of a run by caller, service and operation: `PublishSite s3 HeadObject`. Refused calls count, too. */
export type CallCounter = ReturnType<typeof countCalls>

/** Bytes that a unit of DynamoDB writes. In a transaction, each item takes twice as many units. */
const writeUnit = 1024
/** Units that a query of a listing reads: 50 articles of about 0.8 KB, 4 KB a unit. */
const queryUnits = 10

/** Counts calls, and estimates what they cost in the cloud. */
export function countCalls() {
  const counts = new Map<string, number>()
  let writeUnits = 0
  return {
    counts,
    onCall: (call: ObservedCall): void => {
      const { caller = 'nobody', service, operation } = call
      const name = `${shortName(caller)} ${service} ${operation}`
      counts.set(name, (counts.get(name) ?? 0) + 1)
      if (service === 'dynamodb') writeUnits += unitsOf(call)
    },
    /** US dollars, without free amounts and without the time of Lambdas. */
    cost: (): number => {
      const sum = (pattern: RegExp) =>
        [...counts].filter(([name]) => pattern.test(name)).reduce((total, [, count]) => total + count, 0)
      return priceLines([
        { what: 'S3 writes', unit: 's3Write', quantity: sum(/ s3 (Put|Copy)Object$/) },
        { what: 'S3 reads', unit: 's3Read', quantity: sum(/ s3 (Get|Head)Object$/) },
        { what: 'queues', unit: 'sqsRequest', quantity: sum(/ sqs /) },
        { what: 'DynamoDB writes', unit: 'dynamoWrite', quantity: writeUnits },
        { what: 'single reads', unit: 'dynamoRead', quantity: sum(/ dynamodb GetItem$/) },
        { what: 'other reads', unit: 'dynamoRead', quantity: queryUnits * sum(/ dynamodb (Query|BatchGetItem)$/) },
      ]).gross
    },
  }
}

/** `ArticlesIngestArticle1F3A` → `IngestArticle`. */
function shortName(logicalId: string): string {
  return /(IngestArticle|PublishSite|AnnounceChanges|PublishFiles|CompleteDeployment)/.exec(logicalId)?.[0] ?? logicalId
}

/** Returns the write units of a request: the lengths of its items as JSON are about those that DynamoDB counts. */
function unitsOf({ operation, request: { body } }: ObservedCall): number {
  if (!body || !/^(PutItem|UpdateItem|DeleteItem|TransactWriteItems|BatchWriteItem)$/.test(operation)) return 0
  const { Item, TransactItems } = JSON.parse(body.toString()) as {
    Item?: object
    TransactItems?: { Put?: { Item: object } }[]
  }
  const units = (item: object = {}) => Math.ceil(JSON.stringify(item).length / writeUnit)
  return TransactItems ? TransactItems.reduce((sum, { Put }) => sum + 2 * units(Put?.Item), 0) : units(Item)
}
