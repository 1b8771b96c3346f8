import type { Selector } from 'cdk-loopback/fault-rule'
import type { Scene } from './fault-case.ts'
import { requestRun, until } from './stage.ts'

export const sender = /SendDeliveries/
export const many = 1_000_000
export const entry: Selector = { accessKey: sender, operation: 'PutItem', key: { prefix: 'delivery#' } }
export const submission: Selector = { accessKey: sender, operation: 'SendRawEmail' }

export const recipientsOf = async ({ stage, cast }: Scene, number: number) =>
  (await stage.ledger(number, cast)).map(({ subscriberId, articles }) => ({ subscriberId, articles }))

/** Runs the digest up to a call, which hangs until `meanwhile` ends. */
export async function runUpTo(
  scene: Scene,
  selector: Selector,
  meanwhile: (number: number) => Promise<void>,
): Promise<void> {
  const { stage } = scene
  const rule = stage.local.faults.add({ ...selector, fault: 'hang' })
  await requestRun(stage)
  await until('the call is made', () => rule.hits > 0)
  await meanwhile(await stage.lastIssue())
  rule.remove()
}
