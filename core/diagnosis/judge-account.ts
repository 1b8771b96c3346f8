import type { Reading } from '../deployment/account-facts.ts'
import { isReputationPoor, type Reputation } from '../monitoring/health.ts'
import { highestRates } from '../monitoring/limits.ts'
import { countOf } from '../text/count-of.ts'
import { type Finding, fault, judge, ok, orOk, unchecked } from './finding.ts'

/** The SES account in the region of the stack. */
export type MailAccount = {
  readonly isSandbox: boolean
  readonly isEnabled: boolean
  /** `HEALTHY`, `PROBATION` or `SHUTDOWN`. */
  readonly enforcement: string
  /** Mails in 24 hours. Infinite without a limit. */
  readonly perDay: number
  readonly perSecond: number
  /** Which reports put addresses on the suppression list of the account. */
  readonly suppresses: readonly string[]
}

/** The number of confirmed subscribers of a digest. `more`: there are more than were counted. */
export type Audience = { readonly digest: string; readonly readers: number; readonly more: boolean }

/** Hours that an issue may take. */
const longHours = 4
/** Concurrent executions of Lambda with which visitors notice nothing of an issue. */
const comfortableConcurrency = 100

export function judgeSandbox(region: string, account: Reading<MailAccount>): readonly Finding[] {
  return judge('sandbox', account, ({ isSandbox }) =>
    isSandbox
      ? [
          fault('sandbox.on', `SES is in its sandbox in ${region}.`, {
            fix: 'Request production access. docs/deploying.md says what to write.',
            copy: [`https://console.aws.amazon.com/ses/home?region=${region}#/account`],
          }),
        ]
      : [ok('sandbox', `SES is out of its sandbox in ${region}.`)],
  )
}

/** @param isLocal whether the account is that of a local stack, which a restore pauses */
export function judgeSending(region: string, account: Reading<MailAccount>, isLocal: boolean): readonly Finding[] {
  const copy = [`https://console.aws.amazon.com/ses/home?region=${region}#/reputation`]
  return judge('sending', account, ({ isEnabled, enforcement }) => {
    if (!isEnabled && isLocal) {
      const fix = 'The data folder was restored. Look at `postrider issues ls`, then let the stack mail again.'
      return [
        fault('sending.paused', 'Sending is paused: mails wait.', { fix, copy: ['npx postrider restore --send'] }),
      ]
    }
    if (!isEnabled || enforcement === 'SHUTDOWN') {
      const own = 'aws sesv2 put-account-sending-attributes --sending-enabled'
      const fix = 'If AWS paused it, its message in the SES console says why. If you did, resume it.'
      return [fault('sending.paused', `Sending is paused in ${region}.`, { fix, copy: [...copy, own] })]
    }
    if (enforcement !== 'HEALTHY') {
      const fix = 'Read the message of AWS in the SES console, remove the cause, and answer it.'
      return [fault('sending.review', `AWS has put the account under review (${enforcement}).`, { fix, copy })]
    }
    return [ok('sending', 'SES lets the account send.')]
  })
}

/** Compares the quota with the digest that has the most subscribers. */
export function judgeQuota(
  region: string,
  account: Reading<MailAccount>,
  audiences: Reading<readonly Audience[]>,
): readonly Finding[] {
  if (audiences.kind === 'unreadable') return [unchecked('quota', audiences.reason)]
  const all = audiences.kind === 'found' ? audiences.value : []
  const largest = all.reduce<Audience | undefined>((a, b) => (a && a.readers >= b.readers ? a : b), undefined)
  return judge('quota', account, ({ isSandbox, perDay, perSecond }) => {
    if (isSandbox) return [unchecked('quota', 'The quota of the sandbox says nothing about that of production.')]
    const { digest = '', readers = 0, more = false } = largest ?? {}
    const people = `${more ? 'more than ' : ''}${countOf(readers, 'subscriber')}`
    const limits = `${Number.isFinite(perDay) ? `${perDay.toLocaleString('en')} mails a day` : 'no limit a day'}, ${perSecond} a second`
    const remedy = {
      fix: 'Request a higher quota. Without a request, SES raises it slowly if mails are delivered well.',
      copy: [`https://console.aws.amazon.com/servicequotas/home/services/ses/quotas?region=${region}`],
    }
    if (readers > perDay)
      return [fault('quota.too-small', `${digest} has ${people}, and SES allows ${limits}.`, remedy)]
    const hours = readers / Math.max(perSecond, 0.001) / 3600
    return hours > longHours
      ? [
          fault(
            'quota.slow',
            `An issue of ${digest} takes ${Math.round(hours)} hours: it has ${people}, and SES allows ${limits}.`,
            remedy,
          ),
        ]
      : [ok('quota', `SES allows ${limits}; the largest digest has ${people}.`)]
  })
}

export function judgeReputation(reading: Reading<Reputation>): readonly Finding[] {
  return judge('reputation', reading, (reputation) => {
    const { bounces, complaints } = reputation
    if (bounces === undefined && complaints === undefined)
      return [
        unchecked('reputation', 'SES has reported no rates in the last hour: it does so only while the account sends.'),
      ]
    const fix = 'Stop mailing the addresses that cause them: see the section Reputation in docs/runbook.md.'
    const faults = [
      ...(isReputationPoor({ bounces, complaints: 0 })
        ? [
            fault(
              'reputation.bounces',
              `${percent(bounces)} of the recent mails bounced. Keep below ${percent(highestRates.bounces)}.`,
              { fix },
            ),
          ]
        : []),
      ...(isReputationPoor({ bounces: 0, complaints })
        ? [
            fault(
              'reputation.complaints',
              `${percent(complaints)} of the recent mails drew complaints. Keep below ${percent(highestRates.complaints)}.`,
              { fix },
            ),
          ]
        : []),
    ]
    return orOk(
      'reputation',
      faults,
      `${percent(bounces)} of the recent mails bounced, ${percent(complaints)} drew complaints.`,
    )
  })
}

function percent(rate = 0): string {
  return `${(rate * 100).toLocaleString('en', { maximumFractionDigits: 3 })} %`
}

/** Addresses on SES's suppression list that were compared with ours. */
export type SuppressedReaders = {
  readonly compared: number
  /** Whether the list has more addresses. */
  readonly more: boolean
  /** Confirmed subscribers among them. */
  readonly readers: number
}

/** @param suppresses the reasons of the configuration set, or else of the account */
export function judgeSuppression(
  suppresses: Reading<readonly string[]>,
  list: Reading<SuppressedReaders>,
): readonly Finding[] {
  const off =
    suppresses.kind === 'found' ? ['BOUNCE', 'COMPLAINT'].filter((each) => !suppresses.value.includes(each)) : []
  const faults = [
    ...(off.length > 0
      ? [
          fault('suppression.off', `SES does not suppress addresses because of ${off.join(' and ').toLowerCase()}s.`, {
            fix: 'Turn it on.',
            copy: ['aws sesv2 put-account-suppression-attributes --suppressed-reasons BOUNCE COMPLAINT'],
          }),
        ]
      : []),
    ...(list.kind === 'found' && list.value.readers > 0
      ? [
          fault(
            'suppression.readers',
            `${countOf(list.value.readers, 'confirmed subscriber')} on the suppression list of SES.`,
            {
              fix: 'If one of them writes that the mailbox works again, take the address off both lists.',
              copy: ['npx postrider subscribers unsuppress ADDRESS'],
            },
          ),
        ]
      : []),
  ]
  if (faults.length > 0) return faults
  for (const reading of [suppresses, list]) {
    if (reading.kind === 'unreadable') return [unchecked('suppression', reading.reason)]
  }
  const { compared = 0, more = false } = list.kind === 'found' ? list.value : {}
  const scope = more
    ? `the first ${compared.toLocaleString('en')} addresses`
    : `${compared.toLocaleString('en')} addresses`
  return [ok('suppression', `No confirmed subscriber is on the suppression list of SES (${scope} compared).`)]
}

export function judgeConcurrency(region: string, assumed: number, quota: Reading<number>): readonly Finding[] {
  const copy = [`https://console.aws.amazon.com/servicequotas/home/services/lambda/quotas/L-B99A9384?region=${region}`]
  return judge('concurrency', quota, (actual) => {
    if (actual < assumed) {
      const fix = `Set "concurrency" in publication.json to ${actual} and deploy, or request a higher quota.`
      const text = `publication.json assumes ${assumed} concurrent executions, but the account has ${actual}.`
      return [fault('concurrency.overstated', text, { fix, copy })]
    }
    if (actual >= comfortableConcurrency) return [ok('concurrency', `The account has ${actual} concurrent executions.`)]
    const text = `The account has only ${actual} concurrent executions.`
    return [fault('concurrency.small', text, { fix: 'Request 1,000, which is free of charge.', copy })]
  })
}
