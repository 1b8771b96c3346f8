import type { Reading } from '../deployment/account-facts.ts'
import type { Publication } from '../publication.ts'
import { missingHourExpression } from '../schedules/missing-hour.ts'
import { scheduleExpressions } from '../schedules/schedule-expression.ts'
import { type Finding, fault, judge, ok, orOk, unchecked } from './finding.ts'

/** A schedule that composes issues of a digest. */
export type DigestScheduleFact = {
  readonly digest: string
  readonly expression: string
  readonly timeZone: string
  readonly isEnabled: boolean
  /** The name of the schedule in EventBridge Scheduler. */
  readonly name: string
}

const deploy = { fix: 'Deploy the stack.', copy: ['npm run deploy'] }

/** Compares the schedules of the stack with publication.json. */
export function judgeSchedules(
  { digests, timeZone }: Publication,
  schedules: Reading<readonly DigestScheduleFact[]>,
): readonly Finding[] {
  return judge('schedules', schedules, (all) => {
    const configured = Object.entries(digests).flatMap(([digest, { schedule }]) => {
      const own = all.filter((each) => each.digest === digest)
      if (own.length === 0)
        return [fault('schedules.missing', `The stack has no schedule for the digest ${digest}.`, deploy)]
      const expressions = scheduleExpressions(schedule)
      const expected = expressions.flatMap((each) => [each, missingHourExpression(each, timeZone) ?? []].flat())
      const describe = (list: readonly string[]) => list.toSorted().join(', ')
      const actual = describe(own.map((each) => `${each.expression} ${each.timeZone}`))
      const wanted = describe(expected.map((each) => `${each} ${timeZone}`))
      const disabled = own.filter(({ isEnabled }) => !isEnabled)
      return [
        ...(actual === wanted
          ? []
          : [
              fault(
                'schedules.different',
                `The digest ${digest} runs at ${actual}; publication.json means ${wanted}.`,
                deploy,
              ),
            ]),
        ...disabled.map(({ name }) =>
          fault('schedules.disabled', `The schedule ${name} of the digest ${digest} is turned off.`, {
            fix: 'Turn it on in the console of EventBridge Scheduler.',
            copy: [`aws scheduler get-schedule --name ${name}`],
          }),
        ),
      ]
    })
    const extra = [...new Set(all.map(({ digest }) => digest))]
      .filter((digest) => !digests[digest])
      .map((digest) =>
        fault(
          'schedules.extra',
          `The stack still runs the digest ${digest}, which publication.json does not contain.`,
          deploy,
        ),
      )
    return orOk('schedules', [...configured, ...extra], 'The digests run as publication.json says.')
  })
}

/** @param difference what `compareVersions` says; undefined if the versions are the same */
export function judgeVersion(own: string, difference: string | undefined): readonly Finding[] {
  if (difference === undefined) return [ok('version', `The stack and this command have the version ${own}.`)]
  const fix = 'Deploy this version, or use the command of the version of the stack.'
  return [fault('version.different', difference, { fix, copy: ['npm run deploy'] })]
}

/** @param differences the settings that differ; undefined if publication.json is of another stack */
export function judgePublication(differences: readonly string[] | undefined): readonly Finding[] {
  if (differences === undefined)
    return [unchecked('publication', 'This stack was deployed from another publication.json than the one here.')]
  return differences.length === 0
    ? [ok('publication', 'publication.json is the one that was deployed.')]
    : [
        fault(
          'publication.different',
          `publication.json differs from what is deployed: ${differences.join(', ')}.`,
          deploy,
        ),
      ]
}

/** Seconds. */
const clockTolerance = 60

/** @param skew seconds that this machine is ahead of AWS */
export function judgeClock(skew: Reading<number>): readonly Finding[] {
  return judge('clock', skew, (seconds) => {
    const amount = Math.round(Math.abs(seconds))
    return amount > clockTolerance
      ? [
          fault(
            'clock.wrong',
            `The clock of this machine is ${amount} seconds ${seconds > 0 ? 'ahead of' : 'behind'} that of AWS.`,
            {
              fix: 'Let the machine set its clock from the network.',
              copy: ['sudo timedatectl set-ntp true'],
            },
          ),
        ]
      : [ok('clock', 'The clock of this machine agrees with that of AWS.')]
  })
}

export type TableFact = { readonly name: string; readonly isProtected: boolean; readonly isRecoverable: boolean }

export function judgeTables(tables: Reading<readonly TableFact[]>): readonly Finding[] {
  return judge('tables', tables, (all) => {
    const names = (list: readonly TableFact[]) => list.map(({ name }) => name).join(', ')
    const unprotected = all.filter(({ isProtected }) => !isProtected)
    const unrecoverable = all.filter(({ isRecoverable }) => !isRecoverable)
    const faults = [
      ...(unrecoverable.length > 0
        ? [
            fault('tables.unrecoverable', `There are no backups of ${names(unrecoverable)}.`, {
              fix: 'Turn on point-in-time recovery.',
              copy: unrecoverable.map(
                ({ name }) =>
                  `aws dynamodb update-continuous-backups --table-name ${name} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true`,
              ),
            }),
          ]
        : []),
      ...(unprotected.length > 0
        ? [
            fault('tables.unprotected', `${names(unprotected)} can be deleted.`, {
              fix: 'Protect the tables from deletion.',
              copy: ['npm run deploy -- --parameters ProtectTables=true'],
            }),
          ]
        : []),
    ]
    return orOk('tables', faults, 'The tables cannot be deleted, and can be restored to any point in time.')
  })
}
