import type { Reading } from '../deployment/account-facts.ts'
import { recordTtl } from '../mail/dns-records.ts'
import { normalizeDomain } from './dns/spf.ts'
import { type Finding, fault, judge, ok, unchecked } from './finding.ts'

/** Where SES reports what happened to mails. */
export type EventDestination = { readonly isEnabled: boolean; readonly types: readonly string[] }

/** The reports that `record-feedback` needs. */
export const neededEvents = [
  'SEND',
  'DELIVERY',
  'BOUNCE',
  'COMPLAINT',
  'REJECT',
  'DELIVERY_DELAY',
  'RENDERING_FAILURE',
] as const

export function judgeEvents(set: string, destinations: Reading<readonly EventDestination[]>): readonly Finding[] {
  const remedy = { fix: 'Deploy the stack again.', copy: ['npm run deploy'] }
  return judge(
    'events',
    destinations,
    (all) => {
      const types = new Set(all.filter(({ isEnabled }) => isEnabled).flatMap((each) => each.types))
      const lacking = neededEvents.filter((type) => !types.has(type))
      if (types.size === 0) return [fault('events.missing', `SES reports nothing about mails of ${set}.`, remedy)]
      return lacking.length > 0
        ? [fault('events.incomplete', `SES does not report ${lacking.join(', ')} of mails of ${set}.`, remedy)]
        : [ok('events', 'SES reports what happens to each mail.')]
    },
    () => [fault('events.missing', `The configuration set ${set} does not exist.`, remedy)],
  )
}

/** The active rule set for received mails. */
export type ActiveRuleSet = {
  readonly name: string
  readonly rules: readonly { readonly isEnabled: boolean; readonly recipients: readonly string[] }[]
}

export type UnsubscribeMailFacts = {
  readonly address: string
  /** The rule set that has the rule of the stack, if its name is known. */
  readonly ruleSet: string | undefined
  readonly exchanges: Reading<readonly string[]>
  /** Missing if none is active. */
  readonly active: Reading<ActiveRuleSet>
}

/** @param facts undefined if the publication does not use mails to unsubscribe */
export function judgeUnsubscribeMail(facts: UnsubscribeMailFacts | undefined, region: string): readonly Finding[] {
  if (!facts) return [ok('unsubscribe-mail', 'Not used: publication.json has no "unsubscribeMail".')]
  const { address, exchanges, active } = facts
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  const faults = [...judgeInbound(domain, exchanges, region), ...judgeRules(facts, domain)]
  if (faults.length > 0) return faults
  for (const reading of [active, exchanges]) {
    if (reading.kind === 'unreadable') return [unchecked('unsubscribe-mail', reading.reason)]
  }
  return [ok('unsubscribe-mail', `SES receives the mails to ${address} and passes them on.`)]
}

function judgeInbound(domain: string, exchanges: Reading<readonly string[]>, region: string): readonly Finding[] {
  if (exchanges.kind === 'unreadable') return []
  const wanted = `inbound-smtp.${region}.amazonaws.com`
  const found = exchanges.kind === 'found' ? exchanges.value.map(normalizeDomain) : []
  if (found.length === 1 && found[0] === wanted) return []
  return [
    fault('unsubscribe-mail.mx', `The mail of ${domain} does not go to SES (${wanted}) alone.`, {
      fix: 'Set this MX record, and no other one, in the zone of the domain.',
      copy: [`${domain}. ${recordTtl} IN MX 10 ${wanted}.`],
    }),
  ]
}

function judgeRules({ address, ruleSet, active }: UnsubscribeMailFacts, domain: string): readonly Finding[] {
  if (active.kind === 'unreadable') return []
  const name = ruleSet ?? 'RULE-SET'
  const activate = {
    fix: 'Activate it. Only one rule set is active at a time: if another program uses one, see "unsubscribeMail" in docs/deploying.md.',
    copy: [`aws ses set-active-receipt-rule-set --rule-set-name ${name}`],
  }
  if (active.kind === 'missing')
    return [fault('unsubscribe-mail.inactive', 'No receipt rule set of SES is active.', activate)]
  const parents = [address.toLowerCase(), domain]
  const isRule = active.value.rules.some(
    ({ isEnabled, recipients }) =>
      isEnabled && (recipients.length === 0 || recipients.some((each) => parents.includes(each.toLowerCase()))),
  )
  return isRule
    ? []
    : [fault('unsubscribe-mail.rule', `The active rule set ${active.value.name} has no rule for ${address}.`, activate)]
}
