import type { Reading } from '../deployment/account-facts.ts'
import type { Deployment } from '../deployment/deployment.ts'
import { issueId } from '../issues/issue.ts'
import { type HealthRecord, isDeploymentLate, isLate, lateQueues } from '../monitoring/health.ts'
import { type MissedRun, missedRuns } from '../monitoring/missed-runs.ts'
import { lateIssues, type OpenIssue } from '../monitoring/open-issues.ts'
import { describeRemovedDigests, type RemovedDigest } from '../monitoring/removed-digests.ts'
import type { Publication } from '../publication.ts'
import type { DigestRecord } from '../schedules/digest-record.ts'
import { countOf } from '../text/count-of.ts'
import { quoteRecord } from './dns/quote-record.ts'
import { type Finding, fault, judge, ok, orOk, unchecked } from './finding.ts'

/** A subscription of the topic that reports alarms. */
export type AlarmSubscription = { readonly endpoint: string; readonly isConfirmed: boolean }
/** An alarm and what its description says. */
export type AlarmFact = { readonly name: string; readonly state: string; readonly description: string }

/** @param topic the ARN of the topic */
export function judgeAlarms(
  topic: string,
  subscriptions: Reading<readonly AlarmSubscription[]>,
  alarms: Reading<readonly AlarmFact[]>,
): readonly Finding[] {
  const people = judge('alarms', subscriptions, (all) => judgeSubscriptions(topic, all))
  const states = judge('alarms', alarms, (all) =>
    all
      .filter(({ state }) => state === 'ALARM')
      .map(({ name, description }) =>
        fault('alarms.ringing', `${name}: ${description}`, { fix: 'The runbook has a section for each alarm.' }),
      ),
  )
  const all = [...people, ...states]
  const idle = alarms.kind === 'found' && alarms.value.length > 0 && alarms.value.every(({ state }) => state !== 'OK')
  if (all.length === 0 && idle) return [unchecked('alarms', 'Nothing has evaluated the alarms of this stack yet.')]
  return orOk('alarms', all, 'No alarm is ringing, and somebody gets them.')
}

function judgeSubscriptions(topic: string, all: readonly AlarmSubscription[]): readonly Finding[] {
  if (all.length === 0) {
    const fix = 'Set "operator" in publication.json to your address, deploy, and confirm the mail that AWS sends.'
    return [fault('alarms.nobody', 'Nobody gets the alarms.', { fix, copy: ['npm run deploy'] })]
  }
  return all
    .filter(({ isConfirmed }) => !isConfirmed)
    .map(({ endpoint }) =>
      fault('alarms.unconfirmed', `${endpoint} has not confirmed that it wants the alarms.`, {
        fix: 'Open the link in the mail of AWS. It is valid for two days; this sends another one.',
        copy: [
          `aws sns subscribe --topic-arn ${topic} --protocol email --notification-endpoint ${quoteRecord(endpoint)}`,
        ],
      }),
    )
}

/** @param seconds age of the oldest; undefined if it is not known */
export function judgeFailures(count: Reading<number>, seconds: number | undefined): readonly Finding[] {
  return judge('failures', count, (number) => {
    if (number === 0) return [ok('failures', 'No messages have failed.')]
    const age = seconds === undefined ? '' : `, the oldest ${describeAge(seconds)} ago`
    return [
      fault('failures.waiting', `${countOf(number, 'message')} failed repeatedly${age}. They are kept for 14 days.`, {
        fix: 'Look at them, fix the cause, and retry them.',
        copy: ['npx postrider failures ls', 'npx postrider failures redrive'],
      }),
    ]
  })
}

/** @param ages seconds, by the name of the queue */
export function judgeQueues(ages: Reading<Readonly<Record<string, number>>>): readonly Finding[] {
  return judge('queues', ages, (all) =>
    orOk(
      'queues',
      lateQueues(all).map((name) =>
        fault('queues.late', `A message of the queue ${name} has waited for ${describeAge(all[name] ?? 0)}.`, {
          fix: 'See the section QueueLate in docs/runbook.md: the log of its Lambda says why.',
        }),
      ),
      'No message has waited for too long.',
    ),
  )
}

/** Describes a duration in seconds for people, in its largest unit. */
export function describeAge(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const
  const [name, size] = units.find(([, length]) => seconds >= 2 * length) ?? (['second', 1] as const)
  return countOf(Math.round(seconds / size), name)
}

/** What is known of the runs of the digests. */
export type RunFacts = {
  readonly health: HealthRecord
  readonly records: Readonly<Record<string, DigestRecord>>
}

export function judgeRuns(publication: Publication, facts: Reading<RunFacts>, now: Date): readonly Finding[] {
  return judge('runs', facts, ({ health, records }) => {
    const names = Object.keys(publication.digests)
    const watched = names.flatMap((name) => {
      const record = records[name]
      const since = health.digests[name]?.since
      return record && since !== undefined ? [{ name, record, since }] : []
    })
    if (watched.length === 0) return [unchecked('runs', 'The stack has not checked its digests yet.')]
    const missed = watched
      .flatMap(({ name, record, since }): readonly MissedRun[] => missedRuns(publication, name, record, since, now))
      .filter((each) => each.isLate)
    return orOk(
      'runs',
      missed.map(({ digest, scheduledAt }) =>
        fault('runs.missed', `${digest} was due at ${scheduledAt}, but did not run.`, {
          fix: 'See the section DigestMissed in docs/runbook.md. To send what is waiting now:',
          copy: [`npx postrider digest send ${digest}`],
        }),
      ),
      'Each digest has run when it was due.',
    )
  })
}

export function judgeDigests(publication: Publication, removed: Reading<readonly RemovedDigest[]>): readonly Finding[] {
  return judge('digests', removed, (all) =>
    orOk(
      'digests',
      describeRemovedDigests(all, publication).map((text) => {
        const [, sentence = text, command] = /^(.*?)(?: Move them to another digest: (.*))?$/s.exec(text) ?? []
        const fix =
          command === undefined
            ? 'Add the digest to publication.json again.'
            : 'Move them to another digest, or add it to publication.json again.'
        return fault('digests.removed', sentence, { fix, ...(command !== undefined && { copy: [command] }) })
      }),
      'Each subscriber has a digest that exists.',
    ),
  )
}

/** Minutes after which an issue that waits for the operator is mentioned. */
const waitsLong = { approval: 12 * 60, pause: 24 * 60 } as const

export function judgeIssues(open: Reading<readonly OpenIssue[]>, now: Date): readonly Finding[] {
  return judge('issues', open, (all) => {
    const late = lateIssues(all, now).map((record) =>
      fault('issues.late', `The issue ${issueId(record)} should have ended by now.`, {
        fix: 'See the section IssueUnfinished in docs/runbook.md.',
        copy: [`npx postrider issues show ${record.digest} ${record.number}`],
      }),
    )
    const waiting = all.flatMap(({ record }) => judgeWaiting(record, now))
    const text =
      all.length === 0 ? 'No issue is in progress.' : `${countOf(all.length, 'issue')} in progress, none for too long.`
    return orOk('issues', [...late, ...waiting], text)
  })
}

function judgeWaiting({ digest, number, state, composedAt, hold }: OpenIssue['record'], now: Date): readonly Finding[] {
  const id = issueId({ digest, number })
  if (state === 'awaiting-approval' && isLate(composedAt, waitsLong.approval, now)) {
    const copy = [`npx postrider issues approve ${digest} ${number}`, `npx postrider issues cancel ${digest} ${number}`]
    return [
      fault('issues.unapproved', `The issue ${id} has waited for approval since ${composedAt}.`, {
        fix: 'Approve or cancel it.',
        copy,
      }),
    ]
  }
  if (hold?.kind !== 'paused' || !isLate(hold.at, waitsLong.pause, now)) return []
  const why = hold.reason === 'operator' ? 'by the operator' : `because of too many ${hold.reason}`
  const copy = [`npx postrider issues resume ${digest} ${number}`, `npx postrider issues cancel ${digest} ${number}`]
  return [
    fault('issues.paused', `The issue ${id} was paused at ${hold.at} ${why}.`, { fix: 'Resume or cancel it.', copy }),
  ]
}

export function judgeDeployment(deployment: Reading<Deployment | undefined>, now: Date): readonly Finding[] {
  return judge('deployment', deployment, (walk) => {
    if (!walk) return [unchecked('deployment', 'The stack has not begun to write its pages.')]
    if (walk.finishedAt !== undefined)
      return [ok('deployment', `All pages show the version that was deployed at ${walk.startedAt}.`)]
    return isDeploymentLate(walk, now)
      ? [
          fault('deployment.late', `Writing the pages stopped at the step ${walk.place.step}, at ${walk.updatedAt}.`, {
            fix: 'See the section SiteLate in docs/runbook.md. To write all of them again:',
            copy: ['npx postrider rebuild'],
          }),
        ]
      : [ok('deployment', `The pages are being written, at the step ${walk.place.step}.`)]
  })
}
