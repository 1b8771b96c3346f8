import type { ProgressStore } from '../../aws/deliveries/progress-store.ts'
import type { IssueStore } from '../../aws/issues/issue-store.ts'
import type { Queue } from '../../aws/queue.ts'
import { continueCommand } from '../../core/deliveries/plan-chains.ts'
import { issueId } from '../../core/issues/issue.ts'
import type { ControlMessage, ControlPlace } from '../../core/messages.ts'
import type { Invocation } from '../runtime/event-handler.ts'
import { type AdoptServices, adoptShard } from './adopt-shard.ts'
import { applyToPortion, type PortionServices } from './apply-to-portion.ts'

/** Portions per message. */
const portionsPerMessage = 40
/** Milliseconds that a portion may take. With less, another message continues with it. */
const reserve = 30_000

type Services = AdoptServices &
  PortionServices & {
    readonly issues: Pick<IssueStore, 'listPlanned'>
    readonly progress: Pick<ProgressStore, 'listPage'>
    readonly control: Pick<Queue<ControlMessage>, 'add'>
  }

/** Applies a command to the portions of a shard one after the other, and then continues with the chain's next shard. */
export async function applyToShard(
  message: ControlMessage,
  from: ControlPlace,
  services: Services,
  { now, remaining }: Invocation,
): Promise<void> {
  const { shard, step, after = 0 } = from
  const planned = (await services.issues.listPlanned(message)).get(shard)
  if (planned && planned.portions === undefined) {
    const next = await adoptShard(message, shard, from.ledger, services, now)
    return services.control.add({ ...message, from: { shard, step, ...(next && { ledger: next }) } })
  }
  const page = await services.progress.listPage(issueId(message), shard, after, portionsPerMessage)
  for (const [index, portion] of page.portions.entries()) {
    const done = page.portions[index - 1]?.portion
    if (done !== undefined && remaining() < reserve)
      return services.control.add({ ...message, from: { shard, step, after: done } })
    await applyToPortion(message, shard, portion, services, now)
  }
  const next =
    page.after === undefined ? continueCommand(message) : { ...message, from: { shard, step, after: page.after } }
  if (next) await services.control.add(next)
}
