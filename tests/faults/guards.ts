import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import type { StackPlan } from 'cdk-loopback/template/stack-plan'
import { bundleLambdas } from '../../build/lambdas.ts'

const root = path.resolve(import.meta.dirname, '../..')

/** What keeps a mail from being lost or repeated, how to take it out, and a case of the matrix that must then fail. */
export type Guard = {
  readonly name: string
  /** Replacements in the sources that the Lambdas are bundled from: file, text, replacement. */
  readonly edits: readonly (readonly [string, string, string])[]
  readonly change?: (plan: StackPlan) => StackPlan
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
    misses: 'senders are told 5 times, while the first one is at it',
  },
  {
    name: 'the lease of a claim',
    edits: [
      ['core/deliveries/apply-delivery.ts', '< claimLeaseSeconds ? ', '< 0 ? '],
      ['core/deliveries/apply-delivery.ts', '< claimLeaseSeconds + settleSeconds', '< 0'],
    ],
    misses: 'another sender comes while one is handing over, and finds the delivery claimed',
  },
  {
    name: 'the sequencer of uploads',
    edits: [
      ['core/articles/apply-upload.ts', 'return compareSequencers(sequencer, previous.sequencer) < 0', 'return false'],
    ],
    misses: 'the event of an upload comes again after two later ones',
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
    misses: 'a message that nobody can read is set aside, and the others go on',
  },
]

/** Bundles the Lambdas without a guard, and answers how a plan is changed to run these. */
export async function takeOut({ edits, change = (plan) => plan }: Guard, folder: string) {
  if (edits.length === 0) return change
  await bundleLambdas(folder, [
    {
      name: 'take-out',
      setup: (build) => {
        const files = new Set(edits.map(([file]) => path.join(root, file)))
        build.onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
          if (!files.has(file)) return undefined
          return { contents: edit(await readFile(file, 'utf8'), file, edits), loader: 'ts' }
        })
      },
    },
  ])
  return (plan: StackPlan): StackPlan => ({
    ...plan,
    functions: plan.functions.map((each) => ({ ...each, codeFolder: path.join(folder, lambdaOf(each.logicalId)) })),
  })
}

function edit(source: string, file: string, edits: Guard['edits']): string {
  return edits
    .filter(([name]) => path.join(root, name) === file)
    .reduce((text, [name, from, to]) => {
      if (!text.includes(from)) throw new Error(`${name} does not have: ${from}`)
      return text.replace(from, to)
    }, source)
}

/** `DeliveriesSendDeliveriesAA48FB3F` → `send-deliveries`: a construct's id is its stage, its file, and a hash. */
function lambdaOf(logicalId: string): string {
  const words = logicalId.slice(0, -8).match(/[A-Z][a-z]+/g) ?? []
  return words.slice(1).join('-').toLowerCase()
}

export const discard = (folder: string) => rm(folder, { recursive: true, force: true })
