import { createDynamo, createEventBridge, createS3, createSqs } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { deliveryStore } from '../aws/deliveries/delivery-store.ts'
import { progressStore } from '../aws/deliveries/progress-store.ts'
import { commandBus } from '../aws/event-bus.ts'
import { issueStore } from '../aws/issues/issue-store.ts'
import { queue } from '../aws/queue.ts'
import { subscriberStore } from '../aws/subscribers/subscriber-store.ts'
import { startCommand } from '../core/deliveries/plan-chains.ts'
import type { SettingsOf } from '../core/environment.ts'
import type { Issue } from '../core/issues/issue.ts'
import type { ControlMessage, PauseMessage, PlanMessage, SendMessage } from '../core/messages.ts'
import { applyToShard } from './control-issue/apply-to-shard.ts'
import { resumeIssue } from './control-issue/resume-issue.ts'
import { eventHandler, type Invocation } from './runtime/event-handler.ts'
import { siteOf } from './runtime/publication.ts'

// Called by AWS.
export const handler = eventHandler('control-issue', services, controlIssue)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: SettingsOf<'control-issue'>) {
  const dynamo = createDynamo()
  const sqs = createSqs()
  return {
    site: siteOf(settings),
    issues: issueStore(dynamo, settings.issuesTable),
    deliveries: deliveryStore(dynamo, settings.deliveriesTable),
    progress: progressStore(dynamo, settings.deliveriesTable),
    content: contentStore<Issue>(createS3(), settings.contentBucket, 4),
    subscribers: subscriberStore(dynamo, settings.subscribersTable),
    control: commandBus<ControlMessage>(createEventBridge(), settings.eventBus, 'control-issue'),
    plan: queue<PlanMessage>(sqs, settings.planQueueUrl),
    send: queue<SendMessage>(sqs, settings.sendQueueUrl),
  }
}

// Runs once per command, and then once or more for each shard, a few shards at a time. Safe to repeat: a command that was
// applied changes nothing, and a sender reads the ledger before it submits.
export async function controlIssue(
  message: ControlMessage | PauseMessage,
  services: Services,
  invocation: Invocation,
): Promise<void> {
  const { now } = invocation
  const at = now.toISOString()
  if (message.order === 'pause') return void (await services.issues.pause(message, 'operator', at))
  if (message.from) return applyToShard(message, message.from, services, invocation)
  if (message.order === 'cancel') await services.issues.cancel(message, at)
  if (message.order === 'resume') await resumeIssue(message, services, now)
  await services.control.addAll(startCommand(message, services.site.publication))
}
