import { usageReader } from '../../aws/diagnosis/usage-reader.ts'
import type { CostedTemplate } from '../../build/costs/idle-costs.ts'
import { monthUsage } from '../../build/costs/month-costs.ts'
import { type Bill, type PricedUnit, priceLines, pricesAsOf } from '../../build/costs/prices.ts'
import { divideConcurrency } from '../../core/deliveries/concurrency.ts'
import type { Reading } from '../../core/deployment/account-facts.ts'
import type { IssueRecord } from '../../core/issues/issue.ts'
import { runsUntil } from '../../core/schedules/runs-until.ts'
import { CommandFailure } from '../command-failure.ts'
import type { Stack } from '../stack.ts'

/** A number, and how it is known. */
export type Figure = {
  readonly what: string
  readonly value: number
  readonly source: 'counted' | 'estimated' | 'unknown'
  /** Of an estimate: from what. Of an unknown number: why. */
  readonly note?: string
}

export type MonthEstimate = {
  /** `2026-11` */
  readonly month: string
  readonly pricesAsOf: string
  readonly figures: readonly Figure[]
  /** Without the price of SES. */
  readonly services: Bill
  /** US dollars for the mails, for accounts of before and since 2026-07-21. */
  readonly mails: { readonly aLaCarte: number; readonly newAccounts: number }
  /** US dollars after the free amounts, for accounts of before and since 2026-07-21. */
  readonly total: { readonly aLaCarte: number; readonly newAccounts: number }
}

/** Milliseconds that each question may take. */
const timeout = 10_000
/** Issues of each digest that are read. */
const mostIssues = 1000

/**
 * Computes what a stack costs in the present month (of UTC), at the prices of us-east-1: from what it has counted so far, and
 * from an estimate of the rest.
 */
export async function estimateMonth(stack: Stack, now = new Date()): Promise<MonthEstimate> {
  const { settings, deployed, site } = stack
  const reader = usageReader(stack.place, { timeout })
  const [start, end] = monthOf(now)
  const { articlesTable, issuesTable, deliveriesTable, subscribersTable } = settings
  const [template, bytes, requests, mails, quota] = await Promise.all([
    reader.readTemplate(deployed.name),
    reader.readTableBytes([articlesTable, issuesTable, deliveriesTable, subscribersTable]),
    reader.readRequests(deployed.outputs.DistributionId ?? '', start, now),
    countMails(stack, now, start, end),
    stack.mail.getQuota(),
  ])
  if (template.kind !== 'found')
    throw new CommandFailure(`The template of the stack ${deployed.name} cannot be read: ${describe(template)}`)
  const elapsed = Math.max((now.getTime() - start.getTime()) / (end.getTime() - start.getTime()), 0.001)
  const monthly = requests.kind === 'found' ? requests.value / elapsed : undefined
  const services = priceLines(
    monthUsage(JSON.parse(template.value) as CostedTemplate, {
      ...{
        mails: mails.submitted + mails.expected,
        perSecond: quota.perSecond,
        senders: divideConcurrency(site.publication).senders,
      },
      ...{ clicks: 0, requests: monthly, tableBytes: bytes.kind === 'found' ? bytes.value : 0 },
    }),
  )
  const priced = (unit: PricedUnit) =>
    priceLines([{ what: 'mails', unit, quantity: mails.submitted + mails.expected }]).usd
  const [aLaCarte, newAccounts] = [priced('mail'), priced('newAccountMail')]
  return {
    month: start.toISOString().slice(0, 7),
    pricesAsOf,
    figures: [
      { what: 'mails so far', value: mails.submitted, source: 'counted' },
      {
        ...{ what: 'mails until the end of the month', value: mails.expected, source: 'estimated' },
        note: 'each digest goes to all of its subscribers whenever it is due',
      },
      fromReading('requests for pages and feeds so far', requests),
      fromReading('bytes in tables', bytes),
    ],
    services,
    mails: { aLaCarte, newAccounts },
    total: { aLaCarte: services.usd + aLaCarte, newAccounts: services.usd + newAccounts },
  }
}

function fromReading(what: string, reading: Reading<number>): Figure {
  return reading.kind === 'found'
    ? { what, value: reading.value, source: 'counted' }
    : { what, value: 0, source: 'unknown', note: describe(reading) }
}

function describe(reading: Exclude<Reading<unknown>, { kind: 'found' }>): string {
  return reading.kind === 'missing' ? 'nothing has counted them' : reading.reason
}

/** Returns the beginning of a month and that of the next. */
function monthOf(now: Date): readonly [Date, Date] {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()]
  return [new Date(Date.UTC(year, month)), new Date(Date.UTC(year, month + 1))]
}

/** Counts the mails of issues in this month, and estimates how many are to come. */
async function countMails({ site, issues, subscribers }: Stack, now: Date, start: Date, end: Date) {
  const { digests, timeZone } = site.publication
  const counts = await Promise.all(
    Object.entries(digests).map(async ([digest, { schedule }]) => {
      const [records, { readers }] = await Promise.all([
        issues.list(digest, mostIssues),
        subscribers.countRecipients(digest),
      ])
      const own = records.filter(({ composedAt }) => composedAt >= start.toISOString())
      return {
        submitted: own.reduce((sum, record) => sum + mailsOf(record), 0),
        expected: readers * runsUntil(schedule, timeZone, now.toISOString(), end.toISOString()),
      }
    }),
  )
  return {
    submitted: counts.reduce((sum, each) => sum + each.submitted, 0),
    expected: counts.reduce((sum, each) => sum + each.expected, 0),
  }
}

/** An issue that is still being submitted counts with all of its recipients. */
function mailsOf({ counts, recipients = 0 }: IssueRecord): number {
  return counts ? counts.submitted + counts.unknown : recipients
}
