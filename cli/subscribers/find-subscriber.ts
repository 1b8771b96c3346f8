import { untilSaved } from '../../aws/until-saved.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import { describeSubscriber } from '../../core/subscribers/lists/export-subscriber.ts'
import { normalizeAddress } from '../../core/subscribers/normalize-address.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { readChoices } from '../../core/subscribers/visits/read-choices.ts'
import { CommandFailure } from '../command-failure.ts'
import type { Report } from '../report.ts'
import type { Stack } from '../stack.ts'
import { admit } from './admit.ts'

type AddOptions = {
  readonly digest?: string
  readonly topics?: string
  readonly timeZone?: string
  readonly language?: string
  readonly confirmed?: boolean
  readonly source?: string
}

export async function addSubscriber(typed: string, options: AddOptions, stack: Stack, report: Report): Promise<void> {
  const address = readAddress(typed)
  const { publication } = stack.site
  if (options.digest && !Object.hasOwn(publication.digests, options.digest)) {
    const known = Object.keys(publication.digests).join(', ')
    throw new CommandFailure(`There is no digest named ${options.digest}. publication.json has: ${known}.`, 2)
  }
  const choices = readChoices(options, publication)
  const source = options.source ?? 'operator'
  const consent = options.confirmed ? { source, at: new Date().toISOString() } : undefined
  const { addressPepper } = await stack.readSecrets()
  const candidate = { address, choices, consent, askAgain: true }
  const result = await admit(candidate, stack, addressPepper)
  if (!('subscriber' in result)) {
    throw new CommandFailure(`${address} was not added: it is ${result.outcome}, and stays so.`)
  }
  const { state } = result.subscriber
  const hint = state === 'pending' ? ' They are sent a mail that asks them to confirm.' : ''
  report.answer(await describe(result.subscriber, stack), [`${address} is ${state}.${hint}`])
}

export async function removeSubscriber(typed: string, stack: Stack, report: Report): Promise<void> {
  const address = await untilSaved(async () => {
    const { subscriber, hash } = await findSubscriber(typed, stack)
    return (await stack.subscribers.remove(subscriber, hash)) === 'saved' ? subscriber.address : 'superseded'
  })
  report.answer({ address, removed: true }, [`${address} was removed.`])
}

export async function showSubscriber(typed: string, stack: Stack, report: Report): Promise<void> {
  const { subscriber } = await findSubscriber(typed, stack)
  const shown = await describe(subscriber, stack)
  report.answer(shown, describeFields(shown))
}

/** A line for each thing that is known; what is known of its parts (consent, suppression) is indented below it. */
function describeFields(fields: object, indent = ''): string[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    if (value === undefined) return []
    if (typeof value !== 'object') return [`${indent}${name}: ${value}`]
    if (Array.isArray(value)) return [`${indent}${name}: ${value.length > 0 ? value.join(', ') : 'all'}`]
    return [`${indent}${name}:`, ...describeFields(value, `${indent}  `)]
  })
}

export async function findSubscriber(typed: string, stack: Stack): Promise<{ subscriber: Subscriber; hash: string }> {
  const address = readAddress(typed)
  const { addressPepper } = await stack.readSecrets()
  const hash = hashAddress(address, addressPepper)
  const subscriber = await stack.subscribers.find(hash)
  if (subscriber) return { subscriber, hash }
  const [known] = await stack.addresses.lookUp([hash])
  const { suppression, departure } = known ?? {}
  throw new CommandFailure(
    [
      `There is no subscriber ${address}`,
      suppression && `; the address is suppressed (${suppression.reason})`,
      departure && `; its owner ${departure.reason === 'erased' ? 'had everything erased' : 'unsubscribed elsewhere'}`,
      '.',
    ].join(''),
  )
}

async function describe(subscriber: Subscriber, stack: Stack) {
  const { addressPepper } = await stack.readSecrets()
  return describeSubscriber(subscriber, await stack.suppressions.get(hashAddress(subscriber.address, addressPepper)))
}

function readAddress(typed: string): string {
  const address = normalizeAddress(typed)
  if (!address) throw new CommandFailure(`${typed} is not an e-mail address that can be mailed.`, 2)
  return address
}
