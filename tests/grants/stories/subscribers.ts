import { hashAddress } from '../../../core/subscribers/hash-address.ts'
import { issueToken } from '../../../core/subscribers/token.ts'
import { linkIn } from '../../support/visitor.ts'
import type { Stage } from '../stage.ts'

/** A visitor subscribes, confirms, changes everything that can be changed, leaves, returns, and is forgotten. */
export async function tellSubscribers(stage: Stage): Promise<void> {
  const { change, fire, hash, idle, listInSes, local, post, mailWith, settle, stack, upload } = stage
  const ada = 'ada@example.org'
  const eve = 'eve@example.org'
  const link = async (address: string, place: string) => linkIn(await mailWith(address, place), place)
  const press = async (url: string, fields: Readonly<Record<string, string>> = {}, path?: string): Promise<string> => {
    const target = new URL(url)
    if (path !== undefined) target.pathname = `/${path}`
    const answer = await post(target.href, fields)
    const page = await answer.text()
    if (!answer.ok) throw new Error(`${target.pathname} answered ${answer.status}: ${/<h1>.*/.exec(page)?.[0]}`)
    await idle()
    return page
  }

  await upload({ 'welcome/1.md': '# Good to have you\n\nText.', 'welcome/2.md': '# For the others\n\nText.' })
  await upload({ 'welcome/one.md': '# A wrong name' })
  const confirmer = /SendConfirmation/
  // Once at its place in the sending rate, too. By then, the quota is out of date.
  local.faults.add({ accessKey: confirmer, operation: 'SendRawEmail', fault: 'throttle', times: 2 })
  local.clock.move(61_000)
  await post('/subscribe', { email: ada, digest: 'daily' })
  await settle()
  await fetch(await link(ada, 'confirm'))
  await press(await link(ada, 'confirm'))
  local.faults.add({ accessKey: /SendWelcomeMails/, operation: 'SendRawEmail', fault: 'throttle' })
  for (let runs = 0; runs < 3; runs += 1) {
    await fire('SendWelcome')
    await settle()
  }
  // The mailbox bounces, also by mistake after the mail that asks.
  const complainer = 'complaint+asked@simulator.amazonses.com'
  for (const email of [ada, complainer]) {
    await stack.suppressions.add(await hash(email), { reason: 'bounce', at: new Date().toISOString() })
    await listInSes(email)
    await post('/subscribe', { email, digest: 'daily' })
    await idle()
  }
  // Another stack, from which the list was moved, had blocked an address.
  const formerKey = 'ab'.repeat(32)
  await stack.addHashKeys([formerKey])
  const blocked = 'blocked@example.org'
  await stack.suppressions.add(hashAddress(blocked, formerKey), { reason: 'operator', at: new Date().toISOString() })
  await post('/subscribe', { email: blocked, digest: 'daily' })
  await idle()
  await listInSes(ada)
  await press(await link(ada, 'confirm'))
  await post('/subscribe', { email: ada, digest: 'daily' }) // is told that they are subscribed
  await idle()
  // Links are about the subscriber, not the address, so these work after the move, too.
  const preferences = await link(ada, 'preferences')
  const unsubscribe = await link(ada, 'unsubscribe')
  await fetch(preferences)
  const reader = await stack.subscribers.find(await hash(ada))
  if (reader) await change(reader, { topics: ['gone'] })
  await fetch(preferences)
  await press(preferences, { digest: 'weekly', timeZone: 'Asia/Tokyo' })
  await press(preferences, {}, 'export')
  await press(preferences, {}, 'address')
  await press(await link(ada, 'address'), { email: eve })
  await fetch(await link(eve, 'address'))
  await press(await link(eve, 'address'))
  await fetch(unsubscribe)
  const [, undo = ''] = /action="(\/resubscribe\?[^"]+)"/.exec(await press(unsubscribe)) ?? []
  await press(new URL(undo.replaceAll('&#x3D;', '='), local.site).href)
  await press(unsubscribe, { 'List-Unsubscribe': 'One-Click' })
  await press(preferences, { sure: 'yes' }, 'erase')
  // Two others leave through an issue, and their departures are counted.
  for (const [purpose, path] of [
    ['unsubscribe', 'unsubscribe'],
    ['preferences', 'erase'],
  ] as const) {
    const { id } = await stage.admit()
    const token = issueToken(await stack.readSecrets(), purpose, id, local.clock.now(), 'daily_1')
    const page = await press(`${local.site}/${path}?t=${token}`, { sure: 'yes' })
    const [, why = ''] = /action="(\/unsubscribe\?[^"]+)"/.exec(page) ?? []
    if (why !== '')
      await press(new URL(why.replaceAll('&#x3D;', '='), local.site).href, { reason: 'other', text: 'Bye' })
  }
  // The mail program of one more has a button, and two write a mail, one of them without the token.
  const [first, second, third] = [await stage.admit(), await stage.admit(), await stage.admit()]
  const button = issueToken(await stack.readSecrets(), 'unsubscribe', third.id, local.clock.now(), 'daily_1')
  await press(`${local.site}/unsubscribe?t=${button}&one-click=1`, { 'List-Unsubscribe': 'One-Click' })
  await idle()
  const token = issueToken(await stack.readSecrets(), 'unsubscribe', first.id, local.clock.now(), 'daily_1')
  await stage.receive(first.address, `unsubscribe ${token}`)
  await stage.receive(second.address, 'stop')
  for (const { id, address } of [first, second, third])
    if ((await stack.subscribers.get(id))?.state !== 'unsubscribed') throw new Error(`${address} is still subscribed`)
}
