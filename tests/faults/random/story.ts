import { randomUUID } from 'node:crypto'
import type { FaultRule } from 'cdk-loopback/fault-rule'
import { confirming, find, leaving, newAddress, subscribing, type Visit, visit } from '../people/visitor.ts'
import type { Stage } from '../stage.ts'
import type { Random } from './random.ts'

/** What editors and readers have done in a story. */
export type Story = {
  readonly stage: Stage
  readonly seed: number
  readonly random: Random
  /** The text of each upload; undefined if it was deleted. `stored`: when S3 has it. */
  readonly texts: Map<string, { readonly text: string | undefined; readonly stored: Promise<unknown> }>
  /** Everyone who was ever subscribed: their address, and when the answer to their unsubscription came. */
  readonly people: Map<string, number | undefined>
}

type Action = (story: Story) => Promise<unknown>

function upload({ stage, texts }: Story, key: string, text: string | undefined): Promise<unknown> {
  const before = texts.get(key)?.stored
  const { uploads } = stage.stack
  const store = async () => {
    await before
    if (text === undefined) await uploads.remove(key)
    else await uploads.put(key, Buffer.from(text), 'text/markdown')
  }
  const stored = store()
  texts.set(key, { text, stored })
  return stored
}

const publish: Action = (story) => {
  const { seed, random, texts } = story
  const name = `${seed}-${texts.size + 1}`
  const topics = `topics: [Topic ${random.below(3)}]`
  return upload(story, `articles/story-${name}.md`, `---\n${topics}\n---\n# Story ${name}\n\nThe text of ${name}.\n`)
}

const liveKeys = ({ texts }: Story) => [...texts].filter(([, { text }]) => text !== undefined).map(([key]) => key)

const correct: Action = async (story) => {
  const key = story.random.pick(liveKeys(story))
  if (key) await upload(story, key, `${story.texts.get(key)?.text}\nCorrected ${story.random.below(1_000)}.\n`)
}

const withdraw: Action = async (story) => {
  const key = story.random.pick(liveKeys(story))
  if (key) await upload(story, key, undefined)
}

/** Makes a request up to four times, until it is answered. Returns whether it was. */
async function request({ stage, random }: Story, what: Visit): Promise<boolean> {
  for (let tries = 1 + random.below(4); tries > 0; tries -= 1) {
    const status = await visit(stage, what)
    if (status > 0 && status < 500) return true
  }
  return false
}

const subscribe: Action = async (story) => {
  const address = newAddress()
  story.people.set(address, undefined)
  await request(story, subscribing(address))
}

const confirm: Action = async (story) => {
  const mailed = story.stage.captured().flatMap(({ destinations, tags }) => (tags.issue ? [] : destinations))
  const address = story.random.pick(mailed.filter((each) => story.people.has(each)))
  if (address) await request(story, await confirming(story.stage, address))
}

const leave: Action = async (story) => {
  const { stage, random, people } = story
  const address = random.pick([...people.keys()])
  const person = address === undefined ? undefined : await find(stage, address)
  if (person?.state !== 'confirmed') return
  const isAnswered = await request(story, await leaving(stage, person.id, await stage.lastIssue()))
  if (isAnswered) people.set(person.address, stage.local.clock.now().getTime())
}

const run: Action = async ({ stage, random }) => {
  const requestId = randomUUID()
  for (let times = 1 + random.below(2); times > 0; times -= 1)
    await stage.stack.compose.add({ digest: 'daily', requestId })
}

const actions: readonly (readonly [number, Action])[] = [
  [5, publish],
  [2, correct],
  [1, withdraw],
  [3, subscribe],
  [4, confirm],
  [2, leave],
  [3, run],
]
const actionsOfStory = 24

const lambdas = [
  ...['IngestArticle', 'PublishSite', 'ComposeIssue', 'PlanDeliveries', 'SendDeliveries', 'SendDeliveries'],
  ...['RecordFeedback', 'ManageSubscription', 'SendConfirmation'],
]
const faults = [
  ...(['kill-before', 'kill-after', 'fail', 'throttle', 'lose-response', 'kill-before', 'kill-after'] as const),
]
const faultsOfStory = 14

/** Chooses calls of Lambdas that fail. */
export function chooseFaults(random: Random): readonly FaultRule[] {
  return Array.from({ length: faultsOfStory }, () => ({
    accessKey: new RegExp(random.pick(lambdas) ?? ''),
    nth: 1 + random.below(30),
    times: 1 + random.below(2),
    fault: random.pick(faults) ?? 'fail',
  }))
}

/** Does things in an order that follows from the seed, several of them at the same time. */
export async function tell(story: Story): Promise<void> {
  const { stage, random, people } = story
  const kinds = ['bounce', 'complaint', undefined, undefined, undefined, undefined]
  for (const kind of kinds) {
    const address = kind ? `${kind}+${newAddress().split('@')[0]}@simulator.amazonses.com` : newAddress()
    people.set(address, undefined)
    await stage.admit({ address }, '')
  }
  const choices = actions.flatMap(([weight, action]) => Array<Action>(weight).fill(action))
  let underWay: Promise<unknown>[] = []
  for (let count = 0; count < actionsOfStory; count += 1) {
    underWay.push((random.pick(choices) ?? publish)(story))
    if (random.below(3) > 0) continue
    await Promise.all(underWay)
    underWay = []
    if (random.below(2) === 0) await stage.settle()
  }
  await Promise.all(underWay)
  await publish(story)
  await stage.settle()
}
