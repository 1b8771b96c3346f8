import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import type { StackPlan } from 'cdk-loopback/template/stack-plan'
import { bundleLambdas } from '../../build/lambdas.ts'
import { runVersion } from '../support/versions.ts'

const root = path.resolve(import.meta.dirname, '../..')

/** Replacements in the sources of the Lambdas: file, text, replacement. */
export type Edits = readonly (readonly [string, string, string])[]

/** Code that prevents lost or repeated mails, how to remove it, and the case that must fail without it. */
export type Guard = {
  readonly name: string
  readonly edits: Edits
  readonly change?: (plan: StackPlan) => StackPlan
  /** Name of the case that must fail without the guard. */
  readonly misses: string
}

export const guards: readonly Guard[] = [
  {
    name: 'the condition of a claim',
    edits: [
      [
        'aws/deliveries/delivery-store.ts',
        'attribute_not_exists(pk) OR version = :planned',
        'version <> :planned OR attribute_not_exists(pk) OR version = :planned',
      ],
    ],
    misses: 'deliveries are queued 5 times while the first sender submits',
  },
  {
    name: 'the lease of a claim',
    edits: [
      ['core/deliveries/apply-delivery.ts', '< claimLeaseSeconds ? ', '< 0 ? '],
      ['core/deliveries/apply-delivery.ts', '< claimLeaseSeconds + settleSeconds', '< 0'],
    ],
    misses: 'another sender finds the delivery claimed while one submits it',
  },
  {
    name: 'the first choice of recipients',
    edits: [
      [
        'aws/deliveries/progress-store.ts',
        "result === 'added' ? portion : await getPortion(issueId, shard, number)",
        "result === 'added' ? portion : portion",
      ],
    ],
    misses: 'a planner stops after it has queued a batch, and its recipients leave before it is retried',
  },
  {
    name: 'the look at the hold of an issue',
    edits: [['lambdas/send-deliveries/send-next.ts', 'if (record.hold)', 'if (false)']],
    misses: 'nobody is mailed after a pause that comes before any sender reads the issue',
  },
  {
    name: 'the second look at a recipient',
    edits: [['core/deliveries/eligibility.ts', "if (subscriber.state === 'unsubscribed')", 'if (false)']],
    misses: 'a mail program unsubscribes a reader while the issue is being mailed',
  },
  {
    name: 'the revision of a subscriber',
    edits: [
      [
        'aws/subscribers/subscriber-store.ts',
        "ConditionExpression: 'revision = :revision'",
        "ConditionExpression: 'revision = :revision OR revision <> :revision'",
      ],
    ],
    misses: 'a mail program unsubscribes a reader again while its first request hangs',
  },
  {
    name: 'the button of a confirmation link',
    edits: [
      [
        'lambdas/manage-subscription.ts',
        "'GET /confirm': withLink(confirmShows)",
        "'GET /confirm': withLink({ confirm: press('confirm') })",
      ],
    ],
    misses: 'a scanner and a person follow the link of a confirmation mail at the same time',
  },
  {
    name: 'the age of a confirmation link',
    edits: [['core/subscribers/requests/link-actions.ts', 'return !isBarred && !isOutdated', 'return !isBarred']],
    misses: 'a reader unsubscribes, and the link of the old confirmation mail brings nobody back',
  },
  {
    name: 'the sequencer of uploads',
    edits: [
      ['core/articles/apply-upload.ts', 'return compareSequencers(sequencer, previous.sequencer) < 0', 'return false'],
    ],
    misses: 'the event of an upload is repeated after two later ones',
  },
  {
    name: 'dead-letter queues',
    edits: [],
    change: (plan) => ({
      ...plan,
      queues: plan.queues.map(({ attributes: { RedrivePolicy, ...attributes }, ...queue }) => ({
        ...queue,
        attributes,
      })),
    }),
    misses: 'an unreadable message goes to the dead-letter queue, and the others are processed',
  },
]

/** Bundles the Lambdas with changed sources. Returns the change of the plan that runs these bundles. */
export async function bundleEdited(folder: string, edits: Edits): Promise<(plan: StackPlan) => StackPlan> {
  await bundleLambdas(folder, [
    {
      name: 'edit-sources',
      setup: (build) => {
        const files = new Set(edits.map(([file]) => path.join(root, file)))
        build.onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
          if (!files.has(file)) return undefined
          return { contents: edit(await readFile(file, 'utf8'), file, edits), loader: 'ts' }
        })
      },
    },
  ])
  return runVersion(folder)
}

function edit(source: string, file: string, edits: Edits): string {
  return edits
    .filter(([name]) => path.join(root, name) === file)
    .reduce((text, [name, from, to]) => {
      if (!text.includes(from)) throw new Error(`${name} does not contain: ${from}`)
      return text.replace(from, to)
    }, source)
}

export const discard = (folder: string) => rm(folder, { recursive: true, force: true })
