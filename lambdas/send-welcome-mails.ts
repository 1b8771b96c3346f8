import { createDynamo, createSes } from '../aws/clients.ts'
import { deliveryStore } from '../aws/deliveries/delivery-store.ts'
import { mailSender } from '../aws/deliveries/mail-sender.ts'
import { sendPace } from '../aws/deliveries/send-pace-store.ts'
import { suppressionStore } from '../aws/feedback/suppression-store.ts'
import { permissionStore } from '../aws/permission/permission-store.ts'
import { getSecrets } from '../aws/subscribers/secret-store.ts'
import { subscriberStore } from '../aws/subscribers/subscriber-store.ts'
import { welcomeStore } from '../aws/welcome/welcome-store.ts'
import { welcomedStore } from '../aws/welcome/welcomed-store.ts'
import type { SettingsOf } from '../core/environment.ts'
import { availableSteps, dueRanges } from '../core/welcome/plan-welcome.ts'
import { eventHandler, type Invocation } from './runtime/event-handler.ts'
import { memoize } from './runtime/memoize.ts'
import { siteOf } from './runtime/publication.ts'
import { askPermission } from './send-welcome-mails/ask-permission.ts'
import { sendPage } from './send-welcome-mails/send-page.ts'

/** Readers that are looked up at once. */
const atOnce = 25
/** Milliseconds that remain when a run submits nothing more. The next run continues. */
const reserve = 15_000

// Called by AWS.
export const handler = eventHandler('send-welcome-mails', services, sendWelcomeMails)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: SettingsOf<'send-welcome-mails'>) {
  const dynamo = createDynamo()
  const mail = mailSender(createSes(), settings.configurationSet)
  return {
    site: siteOf(settings),
    texts: welcomeStore(dynamo, settings.issuesTable),
    places: welcomedStore(dynamo, settings.subscribersTable),
    subscribers: subscriberStore(dynamo, settings.subscribersTable),
    suppressions: suppressionStore(dynamo, settings.subscribersTable),
    deliveries: deliveryStore(dynamo, settings.deliveriesTable),
    mail,
    pace: sendPace(dynamo, settings.deliveriesTable, mail),
    permissions: permissionStore(dynamo, settings.subscribersTable),
    readSecrets: memoize(() => getSecrets(dynamo, settings.subscribersTable)),
  }
}

// Runs once a minute. Safe to repeat: a text is claimed in the ledger before it is submitted to a reader, and the reader's
// place moves on only after that is settled.
export async function sendWelcomeMails(
  _tick: unknown,
  services: Services,
  { now, remaining }: Invocation,
): Promise<void> {
  const records = await services.texts.list()
  const steps = availableSteps(records, now)
  const startedAt = performance.now()
  const clock = () => new Date(now.getTime() + performance.now() - startedAt)
  const time = { clock, end: now.getTime() + remaining() - reserve }
  const errors: unknown[] = []
  for (const range of dueRanges(steps, records, now)) {
    for await (const ids of services.places.listIds(range, atOnce)) {
      if (clock().getTime() >= time.end) return
      const page = await sendPage(ids, steps, services, time)
      errors.push(...page.errors)
      if (page.isOver) return throwFirst(errors)
    }
  }
  throwFirst([...errors, ...(await askPermission(services, time))])
}

/** Every reader was tried. Those whose error this is stay where they are, and the next run tries them again. */
function throwFirst(errors: readonly unknown[]): void {
  if (errors.length > 0) throw errors[0]
}
