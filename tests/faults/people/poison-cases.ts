import { recipientsOf, runUpTo, sender } from '../calls.ts'
import type { FaultCase, Scene } from '../fault-case.ts'
import { requestRun, until } from '../stage.ts'
import { addRecipients } from './recipients.ts'
import { check, newAddress } from './visitor.ts'

const readsIssue = { accessKey: sender, operation: 'GetItem', key: { prefix: 'issue#' } } as const
const erased = { reason: 'erased', by: 'operator' } as const

/** Lets the mail of one recipient throw until its message is in the dead-letter queue, redrives it in vain, and repairs it. */
async function breakOneMail(scene: Scene): Promise<void> {
  const { stage, cast } = scene
  const { deliveries } = stage.stack
  const [poison, ...others] = cast.due
  if (!poison) throw new Error('There is no recipient')
  let id = ''
  const setArticles = async (articles: readonly string[]) => {
    const stored = await deliveries.get(id, poison.id)
    if (stored) await deliveries.save(stored, { ...stored.delivery, articles })
  }
  let articles: readonly string[] = []
  await runUpTo(scene, readsIssue, async (number) => {
    id = `daily-${number}`
    await until('the planner has stored the delivery', async () => (await deliveries.get(id, poison.id)) !== undefined)
    articles =
      (await recipientsOf(scene, number)).find(({ subscriberId }) => subscriberId === poison.id)?.articles ?? []
    await setArticles(['none-of-the-issue'])
  })
  for (const attempt of [1, 2]) {
    await stage.settle()
    const [mails, ...rest] = stage.mailsEach([poison, ...others])
    check(
      mails === 0 && rest.every((each) => each === 1),
      `after attempt ${attempt}, the mails are ${[mails, ...rest]}`,
    )
    check((await stage.countFailures()) === 1, 'the message is not in the dead-letter queue')
    if (attempt === 1) await stage.redrive()
  }
  await setArticles(articles)
  for (const _each of [1, 2]) await stage.redrive()
}

export const poisonCases: readonly FaultCase[] = [
  {
    name: 'the mail of one recipient cannot be written, is redriven in vain, repaired, and redriven twice',
    family: 'poison',
    step: 'template that throws for one subscriber; DLQ redriven twice',
    act: breakOneMail,
  },
  {
    name: 'the row of a subscriber has no address',
    family: 'poison',
    step: 'subscriber record missing a field',
    act: async (scene) => {
      const { stage, cast } = scene
      const { address, ...row } = await stage.admit({}, 'a')
      const hash = await stage.hash(address)
      const broken = { ...row, revision: 2 } as typeof row & { readonly address: string } // which is missing
      await stage.stack.subscribers.save({ ...row, address }, broken, hash)
      scene.cast = { ...cast, left: [broken] }
      await requestRun(stage)
      await stage.settle()
      const stored = await stage.stack.deliveries.get(`daily-${await stage.lastIssue()}`, row.id)
      check(stored?.delivery.reason === 'unreadable', `the delivery is ${stored?.delivery.state}`)
      await stage.stack.subscribers.erase(broken, hash, erased)
    },
  },
  {
    name: 'the address of a subscriber is invalid',
    family: 'poison',
    step: 'subscriber with an invalid address',
    ends: 'some-failed',
    act: async (scene) => addRecipients(scene, [await scene.stage.admit({ address: `${newAddress('')}.` })]),
    also: async ({ stage, cast }) => {
      const failed = (await stage.ledger(await stage.lastIssue(), cast)).filter(({ state }) => state === 'failed')
      return failed.length === 1 ? [] : [`${failed.length} deliveries have failed`]
    },
  },
  {
    name: 'messages of the planner and the sender are no JSON',
    family: 'poison',
    step: 'queue message that is no JSON',
    act: async ({ stage }) => {
      for (const queue of [stage.queues.plan, stage.queues.send]) await queue.add('{"digest": "daily"' as never) // on purpose
      await requestRun(stage)
      await stage.settle()
      check((await stage.countFailures()) === 2, 'not both messages are in the dead-letter queue')
      await stage.redrive()
      await stage.settle()
      check((await stage.countFailures()) === 2, 'a redriven message is lost')
      await stage.discardFailures()
    },
  },
]
