import { mailReader } from '../../aws/diagnosis/mail-reader.ts'
import { readFact } from '../../aws/diagnosis/read-fact.ts'
import { readRelay } from '../../aws/local/relay.ts'
import { addressesAtOnce } from '../../aws/subscribers/address-store.ts'
import type { Reading } from '../../core/deployment/account-facts.ts'
import { identityCandidates } from '../../core/deployment/check-account.ts'
import { type Finding, unchecked } from '../../core/diagnosis/finding.ts'
import {
  type Audience,
  judgeQuota,
  judgeReputation,
  judgeSandbox,
  judgeSending,
  judgeSuppression,
  type SuppressedReaders,
} from '../../core/diagnosis/judge-account.ts'
import { judgeDmarc, judgeSpf } from '../../core/diagnosis/judge-domain.ts'
import { judgeEvents, judgeUnsubscribeMail } from '../../core/diagnosis/judge-mail-events.ts'
import { judgeRelay } from '../../core/diagnosis/judge-relay.ts'
import { judgeDkim, judgeIdentity, judgeMailFrom } from '../../core/diagnosis/judge-sender.ts'
import type { SenderIdentity } from '../../core/diagnosis/sender-facts.ts'
import { isReserved } from '../../core/mail/check-sender.ts'
import { senderDomain } from '../../core/mail/header.ts'
import { hashesOf } from '../../core/subscribers/hash-keys.ts'
import type { Stack } from '../stack.ts'
import { type Examination, localEndpoint } from './examination.ts'
import { readDkim, readDmarc, readMailFrom, readSpf } from './read-domain.ts'

/** Addresses of SES's suppression list that are compared with the subscribers. */
const mostSuppressed = 500

/** Checks everything that decides whether mails arrive. */
export async function checkMail(examination: Examination): Promise<readonly Finding[]> {
  const { stack, place, limits, now } = examination
  const mail = mailReader(place, limits)
  const { publication } = stack.site
  const { configurationSet } = stack.settings
  const account = mail.readAccount()
  const reasons = mail.readSuppressedReasons(configurationSet)
  const results = await Promise.all([
    checkSender(examination, mail.readIdentities(identityCandidates(publication))),
    account.then((each) => [
      ...judgeSandbox(place.region, each),
      ...judgeSending(place.region, each, localEndpoint(examination) !== undefined),
    ]),
    Promise.all([account, readFact(() => readAudiences(stack), limits)]).then(([each, audiences]) =>
      judgeQuota(place.region, each, audiences),
    ),
    readFact(() => stack.readReputation(now), limits).then(judgeReputation),
    Promise.all([
      suppressedReasons(account, reasons),
      readFact((signal) => compareSuppressed(stack, mail, signal), limits),
    ]).then(([each, readers]) => judgeSuppression(each, readers)),
    checkRelay(examination),
    mail.readEventDestinations(configurationSet).then((each) => judgeEvents(configurationSet, each)),
    checkUnsubscribeMail(examination, mail),
  ])
  return results.flat()
}

/** Only a local stack has a mail server of its own; of a deployed one, there is nothing to say. */
async function checkRelay(examination: Examination): Promise<readonly Finding[]> {
  if (localEndpoint(examination) === undefined) return []
  const { place, limits, now } = examination
  return judgeRelay(await readFact((signal) => readRelay(place, signal), limits), now)
}

async function checkSender(
  examination: Examination,
  reading: Promise<Reading<readonly SenderIdentity[]>>,
): Promise<readonly Finding[]> {
  const { stack, place, dns } = examination
  const { publication } = stack.site
  const { address } = publication.sender
  const domain = senderDomain(publication)
  const identities = await reading
  const found = identities.kind === 'found' ? identities.value : []
  const identity = found.find(({ isVerified }) => isVerified) ?? found[0]
  const judged = judgeIdentity({ address, region: place.region }, identities)
  const skipped = whyDnsSaysNothing(localEndpoint(examination), domain)
  if (skipped !== undefined) {
    const off = identity && !identity.dkim.isOn ? judgeDkim(identity, []) : [unchecked('dkim', skipped)]
    return [...judged, ...off, ...(['mail-from', 'spf', 'dmarc'] as const).map((each) => unchecked(each, skipped))]
  }
  const spf = readSpf(domain, dns).then(({ txt, walk }) => judgeSpf(domain, txt, walk))
  if (!identity) {
    const reason = 'SES has no identity of the sender that could be checked.'
    return [
      ...judged,
      ...(await spf),
      ...(['dkim', 'mail-from', 'dmarc'] as const).map((each) => unchecked(each, reason)),
    ]
  }
  const results = await Promise.all([
    readDkim(identity, dns).then((answers) => judgeDkim(identity, answers)),
    readMailFrom(identity, dns).then((answer) => judgeMailFrom(identity, answer, place.region)),
    spf,
    readDmarc(domain, dns).then((answers) => judgeDmarc({ domain, address }, identity, answers)),
  ])
  return [...judged, ...results.flat()]
}

/** Returns why the records of the sender's domain need not be there; undefined if they must. */
function whyDnsSaysNothing(local: string | undefined, domain: string): string | undefined {
  if (isReserved(domain)) return `The domain ${domain} is reserved for examples and local networks: it has no records.`
  return local === undefined
    ? undefined
    : `The SES of this stack runs on this machine (${local}), and its mails do not leave it.`
}

async function readAudiences({ site, subscribers }: Stack): Promise<readonly Audience[]> {
  const names = Object.keys(site.publication.digests)
  return Promise.all(names.map(async (digest) => ({ digest, ...(await subscribers.countRecipients(digest)) })))
}

/** Returns the reasons of the configuration set, or else those of the account. */
async function suppressedReasons(
  account: ReturnType<ReturnType<typeof mailReader>['readAccount']>,
  set: Promise<Reading<readonly string[]>>,
): Promise<Reading<readonly string[]>> {
  const own = await set
  if (own.kind !== 'missing') return own
  const reading = await account
  return reading.kind === 'found' ? { kind: 'found', value: reading.value.suppresses } : reading
}

/** Counts the confirmed subscribers among the addresses that SES suppresses, but Postrider does not. */
async function compareSuppressed(
  stack: Stack,
  mail: ReturnType<typeof mailReader>,
  signal: AbortSignal,
): Promise<SuppressedReaders> {
  const { addresses, more } = await mail.listSuppressed(mostSuppressed, signal)
  if (addresses.length === 0) return { compared: 0, more, readers: 0 }
  const secrets = await stack.readSecrets()
  let readers = 0
  for (let start = 0; start < addresses.length; start += addressesAtOnce) {
    const hashes = addresses.slice(start, start + addressesAtOnce).map((each) => hashesOf(each, secrets).hash)
    const stored = await stack.addresses.lookUp(hashes)
    readers += stored.filter(({ subscriber, suppression }) => subscriber?.state === 'confirmed' && !suppression).length
  }
  return { compared: addresses.length, more, readers }
}

async function checkUnsubscribeMail(
  examination: Examination,
  mail: ReturnType<typeof mailReader>,
): Promise<readonly Finding[]> {
  const { stack, place, dns } = examination
  const { outputs } = stack.deployed
  const { unsubscribeMail } = stack.site.publication
  if (!unsubscribeMail) return judgeUnsubscribeMail(undefined, place.region)
  const { address } = unsubscribeMail
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  const skipped = whyDnsSaysNothing(localEndpoint(examination), domain)
  const [exchanges, active] = await Promise.all([
    skipped === undefined ? dns.mx(domain) : ({ kind: 'unreadable', reason: skipped } as const),
    mail.readActiveRuleSet(),
  ])
  const ruleSet = unsubscribeMail.ruleSet ?? outputs.UnsubscribeMailRuleSet
  return judgeUnsubscribeMail({ address, ruleSet, exchanges, active }, place.region)
}
