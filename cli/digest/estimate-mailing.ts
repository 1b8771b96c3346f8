/** US dollars per 1,000 mails that SES accepts, as published on `asOf`. */
const sesPrices = { asOf: '2026-07-21', newAccounts: 0.16, aLaCarte: 0.1 } as const

export type Estimate = {
  readonly usd: { readonly asOf: string; readonly newAccounts: number; readonly aLaCarte: number }
  /** Seconds that submitting takes at the account's full rate. */
  readonly seconds: number
  /** Share of the mails that the account may send in 24 hours. Above 1, the issue takes days. */
  readonly shareOfDay: number
  readonly quota: { readonly perSecond: number; readonly perDay: number; readonly sentToday: number }
}

/** Estimates what it costs and how long it takes to mail an issue. */
export function estimateMailing(recipients: number, quota: Estimate['quota']): Estimate {
  const cost = (perThousand: number) => Math.round(recipients * perThousand * 10) / 10_000
  return {
    usd: { asOf: sesPrices.asOf, newAccounts: cost(sesPrices.newAccounts), aLaCarte: cost(sesPrices.aLaCarte) },
    seconds: Math.ceil(recipients / quota.perSecond),
    shareOfDay: recipients === 0 ? 0 : recipients / quota.perDay,
    quota,
  }
}

export function describeEstimate({ usd, seconds, shareOfDay, quota }: Estimate): string[] {
  const { perSecond, perDay, sentToday } = quota
  const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 }).format(shareOfDay)
  return [
    `SES: $${usd.newAccounts.toFixed(2)} ($${usd.aLaCarte.toFixed(2)} à la carte), at the prices of ${usd.asOf}.`,
    `At ${perSecond} a second: ${describeSeconds(seconds)}. That is ${percent} of the ${perDay.toLocaleString('en')} mails that the account may send in 24 hours; it has already sent ${sentToday.toLocaleString('en')}.`,
    ...(shareOfDay > 1 ? ['It takes more than a day. Ask AWS for a higher quota.'] : []),
  ]
}

function describeSeconds(seconds: number): string {
  if (seconds < 120) return `${seconds} s`
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}
