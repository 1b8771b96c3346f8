import { createDynamo, createS3, createSqs } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { deliveryStore } from '../aws/deliveries/delivery-store.ts'
import { progressStore } from '../aws/deliveries/progress-store.ts'
import { readSendPace } from '../aws/deliveries/send-pace-store.ts'
import { correctionStore } from '../aws/issues/correction-store.ts'
import { endIssue } from '../aws/issues/end-issue.ts'
import { issueStore } from '../aws/issues/issue-store.ts'
import { queue } from '../aws/queue.ts'
import { subscriberStore } from '../aws/subscribers/subscriber-store.ts'
import { subscribersPerPortion } from '../core/deliveries/limits.ts'
import { cutBatches } from '../core/deliveries/portion.ts'
import type { SettingsOf } from '../core/environment.ts'
import { type Issue, issueId } from '../core/issues/issue.ts'
import type { PlanMessage, SendMessage } from '../core/messages.ts'
import { chooseRecipients } from './plan-deliveries/choose-recipients.ts'
import { finishShard } from './plan-deliveries/finish-shard.ts'
import { queuePortion } from './plan-deliveries/queue-portion.ts'
import { logEnd } from './runtime/log-end.ts'
import { queueHandler } from './runtime/queue-handler.ts'

// Called by AWS.
export const handler = queueHandler('plan-deliveries', services, planPortion)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: SettingsOf<'plan-deliveries'>) {
  const dynamo = createDynamo()
  const sqs = createSqs()
  return {
    issues: issueStore(dynamo, settings.issuesTable),
    content: contentStore<Issue>(createS3(), settings.contentBucket, 4),
    corrections: correctionStore(dynamo, settings.issuesTable),
    subscribers: subscriberStore(dynamo, settings.subscribersTable),
    deliveries: deliveryStore(dynamo, settings.deliveriesTable),
    progress: progressStore(dynamo, settings.deliveriesTable),
    readSendPace: () => readSendPace(dynamo, settings.deliveriesTable),
    plan: queue<PlanMessage>(sqs, settings.planQueueUrl),
    send: queue<SendMessage>(sqs, settings.sendQueueUrl),
  }
}

// Runs once per portion of a shard. Safe to repeat: the recipients that were chosen first stay, the ledger keeps the first
// entry of a delivery, and a sender reads the ledger before it submits.
export async function planPortion(body: string, services: Services, now: Date): Promise<void> {
  const message = JSON.parse(body) as PlanMessage // our own message
  const { digest, number, shard, chosen = 0, filled = 0 } = message
  const record = await services.issues.get(digest, number)
  if (!record) throw new Error(`There is no issue ${digest} ${number}`)
  if (record.state === 'submitted' || record.state === 'cancelled' || record.hold?.kind === 'cancelled') return
  // A planner may have stopped between the end of the planning and the end of the issue.
  if (record.state === 'planned') return logEnd(record, await endIssue(record, services, now))
  const issue = await services.content.get(record.contentKey)
  // A message without the number of its portion starts the shard, even if an older version has planned a part of it.
  const { portion = 1, cursor } = message.portion === undefined ? {} : message
  if (portion === 1 && (await services.issues.isPlanned(message, shard)))
    return finishShard(message, issue, services, now)
  const page = await services.subscribers.listRecipients(digest, shard, cursor, subscribersPerPortion)
  const batches = cutBatches(await chooseRecipients(issue, page.subscribers, services))
  const choice = { batches, next: page.cursor }
  const added = await services.progress.addPortion(issueId(issue), shard, portion, choice)
  await queuePortion(message, portion, added, services)
  const { stored } = added
  const totals = {
    recipients: chosen + stored.batches.reduce((sum, { recipients }) => sum + recipients.length, 0),
    portions: filled + (stored.batches.length > 0 ? 1 : 0),
  }
  if (stored.next !== undefined) {
    const progress = { chosen: totals.recipients, filled: totals.portions }
    return services.plan.add({ ...message, portion: portion + 1, cursor: stored.next, ...progress })
  }
  await services.issues.putPlanned(message, shard, totals)
  await finishShard(message, issue, services, now)
}
