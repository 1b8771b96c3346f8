import { issueToken, type TokenPurpose } from '../../../core/subscribers/token.ts'
import { boundToIssue } from '../../../core/subscribers/unsubscription.ts'
import { linkIn } from '../../support/visitor.ts'
import type { Stage } from '../stage.ts'

type Fields = Readonly<Record<string, string>>

/** A request of a visitor or their mail program: a path of the site, and the fields of a form. */
export type Visit = { readonly path: string; readonly fields: Fields }

const pressed: Fields = { pressed: 'yes' }
const oneClick: Fields = { 'List-Unsubscribe': 'One-Click' }

/** Makes a request. Returns the status, or 0 if the connection was dropped. */
export async function visit({ local }: Stage, { path, fields }: Visit): Promise<number> {
  try {
    const response = await fetch(new URL(path, local.site), { method: 'POST', body: new URLSearchParams(fields) })
    await response.arrayBuffer()
    return response.status
  } catch {
    return 0
  }
}

/** Makes a request this often at most, until it is answered. @throws {Error} if it never is */
export async function insist(stage: Stage, request: Visit, tries = 5): Promise<void> {
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    const status = await visit(stage, request)
    if (status > 0 && status < 400) return
  }
  throw new Error(`${request.path.split('?')[0]} is never answered`)
}

export const subscribing = (address: string): Visit => ({ path: '/subscribe', fields: { email: address } })

/** Presses the button behind the link of the last confirmation mail, or of an earlier one. */
export async function confirming(stage: Stage, address: string, place = -1): Promise<Visit> {
  const mail = (await confirmationMails(stage, address)).at(place)
  if (!mail) throw new Error('There is no confirmation mail')
  const { pathname, search } = new URL(linkIn(mail, 'confirm'))
  return { path: pathname + search, fields: pressed }
}

export async function confirmationMails(stage: Stage, address: string) {
  const mails = await stage.mailsTo({ address })
  return mails.filter(({ text = '' }) => text.includes('/confirm?t='))
}

/** Presses the button behind a link that was issued now. */
export async function pressing(stage: Stage, purpose: TokenPurpose, id: string, bound?: string): Promise<Visit> {
  const token = issueToken(await stage.stack.readSecrets(), purpose, id, stage.local.clock.now(), bound)
  return { path: `/${purpose === 'return' ? 'resubscribe' : purpose}?t=${token}`, fields: pressed }
}

/** Uses the unsubscribe button of a mail program, for a mail of an issue. */
export async function leaving(stage: Stage, id: string, number: number): Promise<Visit> {
  const { path } = await pressing(stage, 'unsubscribe', id, boundToIssue(`daily-${number}`))
  return { path, fields: oneClick }
}

export const find = async ({ stack, hash }: Stage, address: string) => stack.subscribers.find(await hash(address))

/** Milliseconds after which the requests of a network are counted anew. */
export const limitWindow = 3_600_000

/** Forgets the requests of the network so far. Returns an address that no one has used. */
export function beginVisit(stage: Stage): string {
  stage.local.clock.move(limitWindow)
  return newAddress()
}

/** Subscribes a new address, whose confirmation mail arrives. Returns the address. */
export async function subscribeAnew(stage: Stage): Promise<string> {
  const address = beginVisit(stage)
  await insist(stage, subscribing(address), 1)
  await stage.settle()
  return address
}

let visitors = 0

/** Returns an address that no one has used. */
export function newAddress(domain = 'example.org'): string {
  visitors += 1
  return `visitor-${visitors}@${domain}`
}

/** @throws {Error} with the text unless the condition holds */
export function check(condition: boolean, text: string): void {
  if (!condition) throw new Error(text)
}
