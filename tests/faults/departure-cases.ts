import { AwsError } from 'cdk-loopback/aws-service'
import type { FaultRule } from 'cdk-loopback/fault-rule'
import { issueToken } from '../../core/subscribers/token.ts'
import { boundToIssue } from '../../core/subscribers/unsubscription.ts'
import type { FaultCase, Scene } from './fault-case.ts'

const transaction = { accessKey: /ManageSubscription/, operation: 'TransactWriteItems' } as const

/** Another reader leaves through the same issue at the same moment. */
const conflict = new AwsError('TransactionCanceledException', 400, 'Transaction cancelled', {
  CancellationReasons: ['TransactionConflict', 'None', 'None'].map((Code) => ({ Code, Message: Code })),
})

const faults: readonly FaultRule[] = [
  ...(['kill-before', 'kill-after', 'fail', 'lose-response', 'throttle'] as const).map((fault) => ({
    ...transaction,
    fault,
  })),
  { ...transaction, fault: 'fail', error: conflict, times: 3 },
]

/** A reader leaves through an issue and undoes it, again and again, each time with another fault. */
export const departureCases: readonly FaultCase[] = [
  {
    name: 'a reader leaves through the issue and returns, and each press is repeated until it is answered',
    also: async (scene) => {
      const problems: string[] = []
      for (const rule of faults) {
        for (const press of [leave, comeBack]) {
          const active = scene.stage.local.faults.add(rule)
          await press(scene)
          await press(scene)
          if (active.hits === 0) problems.push(`the fault ${rule.fault} never occurred`)
          active.remove()
          const expected = press === leave ? 1 : 0
          const count = await scene.stage.stack.unsubscriptions.get('daily', await scene.stage.lastIssue())
          if (count !== expected)
            problems.push(`after ${rule.fault}, ${count} readers have left instead of ${expected}`)
        }
      }
      return problems
    },
  },
]

async function leave(scene: Scene): Promise<void> {
  const issue = boundToIssue(`daily-${await scene.stage.lastIssue()}`)
  await post(scene, 'unsubscribe', 'unsubscribe', () => issue, { 'List-Unsubscribe': 'One-Click' })
}

async function comeBack(scene: Scene): Promise<void> {
  // The page after the first press is lost with its response, so the link is that of the present revision.
  let revision: string | undefined
  await post(scene, 'resubscribe', 'return', (present) => (revision ??= present), { pressed: 'yes' })
}

async function post(
  { stage, cast }: Scene,
  path: string,
  purpose: 'unsubscribe' | 'return',
  bound: (revision: string) => string,
  fields: Readonly<Record<string, string>>,
): Promise<void> {
  const [{ id } = { id: '' }] = cast.due
  const { stack, local } = stage
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    const revision = String((await stack.subscribers.get(id))?.revision)
    const token = issueToken(await stack.readSecrets(), purpose, id, local.clock.now(), bound(revision))
    const { status } = await fetch(`${local.site}/${path}?t=${token}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
    })
    if (status < 500) return
  }
  throw new Error(`/${path} is never answered`)
}
