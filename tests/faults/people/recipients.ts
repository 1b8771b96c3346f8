import type { Subscriber } from '../../../core/subscribers/subscriber.ts'
import type { Scene } from '../fault-case.ts'
import { requestRun } from '../stage.ts'
import { newAddress } from './visitor.ts'

/** Adds people to those who must be mailed, and mails them an article that they have not missed. */
export async function addRecipients(scene: Scene, people: readonly (Subscriber | undefined)[]): Promise<void> {
  const due = people.filter((each) => each !== undefined)
  scene.cast = { ...scene.cast, due: [...scene.cast.due, ...due] }
  await scene.stage.publish(1)
  await requestRun(scene.stage)
}

/** Adds a recipient whose mail bounces, and one who complains. */
export async function addDisappointed(scene: Scene): Promise<void> {
  const label = newAddress().split('@')[0]
  const { stage, cast } = scene
  const people = await Promise.all(
    ['bounce', 'complaint'].map((kind) => stage.admit({ address: `${kind}+${label}@simulator.amazonses.com` })),
  )
  scene.cast = { ...cast, due: [...cast.due, ...people] }
}

/** Checks that the addresses of `addDisappointed` are suppressed, that each is counted once, and that they get no more. */
export async function checkDisappointed({ stage, cast }: Scene): Promise<readonly string[]> {
  const [bounced, complained] = cast.due.slice(-2)
  if (!bounced || !complained) return ['nobody was added']
  const number = await stage.lastIssue()
  const { stack } = stage
  const counted = await stack.deliveries.readStatistics(`daily-${number}`)
  const others = { delivered: cast.due.length - 2, bounced: 1, complained: 1 }
  await stage.publish(1)
  await requestRun(stage)
  await stage.settle()
  const next = stage.captured().filter(({ tags }) => tags.issue === `daily-${number + 1}`)
  const addresses = next.flatMap(({ destinations }) => destinations)
  const reasons = await Promise.all(
    [bounced, complained].map(async ({ address }) => (await stack.suppressions.get(await stage.hash(address)))?.reason),
  )
  return [
    ...(String(reasons) === 'bounce,complaint' ? [] : [`the addresses are suppressed because of ${reasons}`]),
    ...(Object.entries(others).every(([outcome, count]) => counted[outcome] === count)
      ? []
      : [`SES reported ${JSON.stringify(others)}, counted are ${JSON.stringify(counted)}`]),
    ...(addresses.length === cast.due.length - 2 ? [] : [`the next issue went to ${addresses.length} people`]),
    ...(addresses.some((each) => [bounced.address, complained.address].includes(each))
      ? ['a suppressed address was mailed']
      : []),
  ]
}
