import type { SuppressionStore } from '../../aws/feedback/suppression-store.ts'
import type { SubscriberStore } from '../../aws/subscribers/subscriber-store.ts'
import type { WelcomedStore } from '../../aws/welcome/welcomed-store.ts'
import { checkEligibility } from '../../core/deliveries/eligibility.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import type { Secrets } from '../../core/subscribers/secrets.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { planWelcome, type WelcomeStep, welcomeId } from '../../core/welcome/plan-welcome.ts'
import { writeWelcomeMail } from '../../core/welcome/write-welcome-mail.ts'
import { moveOn } from './move-on.ts'
import { attempt, type Page, type Sending, type SendingServices, submitAll, type Time } from './submit-all.ts'

type Services = SendingServices & {
  readonly subscribers: Pick<SubscriberStore, 'getMany'>
  readonly places: Pick<WelcomedStore, 'save'>
  readonly readSecrets: () => Promise<Secrets>
  readonly suppressions: Pick<SuppressionStore, 'getMany'>
}

/** Mails each of these readers the text that is due to them. Those to whom a text does not apply pass it. */
export async function sendPage(
  ids: readonly string[],
  steps: readonly WelcomeStep[],
  services: Services,
  time: Time,
): Promise<Page> {
  const { site, subscribers, suppressions, readSecrets } = services
  const now = time.clock()
  const secrets = await readSecrets()
  const hashOf = ({ address }: Subscriber) => hashAddress(address, secrets.addressPepper)
  const readers = await subscribers.getMany(ids)
  const suppressed = await suppressions.getMany([...new Set(readers.map(hashOf))])
  const passes: Promise<readonly unknown[]>[] = []
  const sendings: Sending[] = []
  for (const reader of readers) {
    const move = planWelcome(reader, steps, site.publication.language, now)
    if (move.kind === 'pass') passes.push(attempt(() => moveOn(reader, move.number, undefined, services)))
    const decision = checkEligibility(reader, suppressed.get(hashOf(reader)), now)
    if (move.kind !== 'send') continue
    sendings.push({
      ...{ reader, decision, mailingId: welcomeId(move.number) },
      writeMail: (delivery, current) =>
        writeWelcomeMail(site, move, delivery, current, secrets, time.clock().toISOString()),
      settle: () => moveOn(reader, move.number, move.start, services),
    })
  }
  const passErrors = (await Promise.all(passes)).flat()
  const { errors, isOver } = await submitAll(sendings, services, time)
  return { errors: [...passErrors, ...errors], isOver }
}
