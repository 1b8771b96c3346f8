import { mailUsage } from '../../build/costs/mail-costs.ts'
import { type PricedUnit, priceLines, pricesAsOf } from '../../build/costs/prices.ts'

export type Estimate = {
  readonly usd: {
    readonly asOf: string
    /** For accounts that SES has had since 2026-07-21. */
    readonly newAccounts: number
    readonly aLaCarte: number
    /** For all other services. */
    readonly services: number
  }
  /** Seconds that submitting takes at the account's full rate. */
  readonly seconds: number
  /** Share of the mails that the account may send in 24 hours. Above 1, the issue takes days. */
  readonly shareOfDay: number
  readonly quota: { readonly perSecond: number; readonly perDay: number; readonly sentToday: number }
}

/** Estimates what it costs and how long it takes to mail an issue, with a number of senders at the same time. */
export function estimateMailing(recipients: number, quota: Estimate['quota'], senders: number): Estimate {
  const round = (usd: number) => Math.round(usd * 10_000) / 10_000
  const mails = (unit: PricedUnit) => round(priceLines([{ what: 'mails', unit, quantity: recipients }]).gross)
  const services = priceLines(mailUsage({ mails: recipients, perSecond: quota.perSecond, senders })).gross
  return {
    usd: {
      asOf: pricesAsOf,
      newAccounts: mails('newAccountMail'),
      aLaCarte: mails('mail'),
      services: round(services),
    },
    seconds: Math.ceil(recipients / quota.perSecond),
    shareOfDay: recipients === 0 ? 0 : recipients / quota.perDay,
    quota,
  }
}

export function describeEstimate({ usd, seconds, shareOfDay, quota }: Estimate): string[] {
  const { perSecond, perDay, sentToday } = quota
  const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 }).format(shareOfDay)
  return [
    `SES: $${usd.newAccounts.toFixed(2)} ($${usd.aLaCarte.toFixed(2)} à la carte), other services: $${usd.services.toFixed(2)}, at the prices of ${usd.asOf}.`,
    `At ${perSecond} a second: ${describeSeconds(seconds)}. That is ${percent} of the ${perDay.toLocaleString('en')} mails that the account may send in 24 hours; it has already sent ${sentToday.toLocaleString('en')}.`,
    ...(shareOfDay > 1 ? ['It takes more than a day. Ask AWS for a higher quota.'] : []),
  ]
}

function describeSeconds(seconds: number): string {
  if (seconds < 120) return `${seconds} s`
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}
