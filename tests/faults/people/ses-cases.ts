import { AwsError } from 'cdk-loopback/aws-service'
import type { FaultRule } from 'cdk-loopback/fault-rule'
import { many, runUpTo, submission } from '../calls.ts'
import type { FaultCase, Scene } from '../fault-case.ts'
import { requestRun, until } from '../stage.ts'
import { addRecipients } from './recipients.ts'
import { check, newAddress } from './visitor.ts'

const day = 86_400_000
const generous = { max24HourSend: 1_000_000, maxSendRate: 10_000 }

const rejected = (text: string) => new AwsError('MessageRejected', 400, text)
const verification = 'Email address is not verified. The following identities failed the check in region US-EAST-1'

/** Errors about one mail: its delivery has failed, with the reason, and the others are submitted. */
const refusals: Readonly<Record<string, AwsError>> = {
  'MessageRejected for one address': rejected('Address is blacklisted.'),
  'message over the size limit': rejected('Message length is more than 10485760 bytes long: 10485761.'),
  'sandbox: recipient not verified': rejected(`${verification}: reader@example.net`),
  'recipient address refused as malformed': new AwsError('InvalidParameterValue', 400, 'Missing final domain'),
}

const refusalCases: readonly FaultCase[] = Object.entries(refusals).map(([step, error]) => ({
  name: `SES refuses one mail: ${step}`,
  step,
  ends: 'some-failed',
  rules: [{ ...submission, nth: 2, fault: 'fail', error }],
  also: async ({ stage, cast }) => {
    const failed = (await stage.ledger(await stage.lastIssue(), cast)).filter(({ state }) => state === 'failed')
    return failed.length === 1 && failed[0]?.reason === error.code ? [] : [`${failed.length} deliveries have failed`]
  },
}))

/** Replaces the quota during a run. @param room mails that SES accepts before the next day */
async function mailInTwoDays(scene: Scene, room: number, act: (limit: () => void) => Promise<void>): Promise<void> {
  const { stage, cast } = scene
  await stage.settle() // a day old, records of streams are lost
  stage.local.clock.move(day + 60_000) // no earlier mail counts any more
  await act(() => stage.local.ses.setQuota({ max24HourSend: room, maxSendRate: 10_000 }))
  await stage.settle()
  stage.local.ses.setQuota(generous)
  const times = stage
    .captured()
    .filter(({ destinations }) => isTo(scene, destinations))
    .map(({ at }) => Date.parse(at))
  const [first = 0] = times
  const today = times.filter((time) => time < first + day - 60_000)
  check(times.length === cast.due.length, `${times.length} mails were submitted`)
  check(today.length <= room, `${today.length} mails were submitted on the first day`)
}

const isTo = ({ cast }: Scene, destinations: readonly string[]) =>
  cast.due.some(({ address }) => destinations.includes(address))

const quotaCases: readonly FaultCase[] = [
  {
    name: 'the day’s quota is used up after two mails, and the rest follows a day later',
    step: 'daily quota used up: resumes next day',
    act: (scene) =>
      mailInTwoDays(scene, 2, async (limit) => {
        limit()
        await requestRun(scene.stage)
      }),
  },
  {
    name: 'the quota is lowered while the first mail is submitted',
    step: 'quota lowered while sending',
    act: async (scene) => {
      const others = await scene.stage.admitMany(5)
      scene.cast = { ...scene.cast, due: [...scene.cast.due, ...others] }
      await runUpTo(scene, submission, async () => {
        scene.stage.local.ses.setQuota({ max24HourSend: 1_000_000, maxSendRate: 2 })
      })
      await scene.stage.settle()
      scene.stage.local.ses.setQuota(generous)
    },
  },
]

const configurationPaused = new AwsError('ConfigurationSetSendingPausedException', 400, 'Sending is paused')

const everyThird: readonly FaultRule[] = [3, 6, 9, 12].map((nth) => ({ ...submission, nth, fault: 'throttle' }))

const otherCases: readonly FaultCase[] = [
  {
    name: 'SES throttles every third submission',
    step: 'rate exceeded on every third call',
    rules: everyThird,
    act: async (scene) => {
      const others = await scene.stage.admitMany(9)
      await addRecipients(scene, others)
    },
  },
  {
    name: 'sending is paused for the configuration set, and enabled an hour later',
    step: 'configuration set sending paused',
    act: (scene) => mailAfterOutage(scene, configurationPaused, 4),
  },
  {
    name: 'SES is out of order for two hours in the middle of an issue',
    step: 'outage of 2 h in the middle of 10,000',
    act: (scene) => mailAfterOutage(scene, new AwsError('ServiceUnavailable', 503, 'Service is unavailable'), 8),
  },
  {
    name: 'a recipient is on the suppression list of SES',
    step: 'address on the SES suppression list',
    act: async (scene) => {
      const address = `suppressionlist+${newAddress().split('@')[0]}@simulator.amazonses.com`
      await addRecipients(scene, [await scene.stage.admit({ address })])
    },
    also: async ({ stage, cast }) => {
      const listed = cast.due.at(-1)
      const suppression = listed && (await stage.stack.suppressions.get(await stage.hash(listed.address)))
      return suppression?.reason === 'bounce' ? [] : ['the address is not suppressed']
    },
  },
  {
    name: 'SES accepts the mails, and no event ever comes',
    step: 'accepted but no event ever comes',
    act: async ({ stage }) => {
      const events = { service: 'lambda', operation: 'Invoke', resource: /RecordFeedback/ } as const
      const rule = stage.local.faults.add({ ...events, times: many, fault: 'fail' })
      await requestRun(stage)
      await stage.settle()
      check((await stage.countFailures()) > 0, 'the events are not in the dead-letter queue')
      await stage.discardFailures()
      rule.remove()
    },
  },
]

/** From the second submission on, SES answers with an error, for a number of quarters of an hour. */
async function mailAfterOutage({ stage, cast }: Scene, error: AwsError, quarters: number): Promise<void> {
  const rule = stage.local.faults.add({ ...submission, nth: 2, times: many, fault: 'fail', error })
  await requestRun(stage)
  await until('SES fails', () => rule.hits > 0)
  for (let passed = 0; passed < quarters; passed += 1) {
    await until('the senders wait', async () => !(await stage.isRunning()))
    stage.local.clock.move(900_000)
  }
  check(
    stage.mailsEach(cast.due).every((count) => count <= 1),
    'a mail was repeated',
  )
  rule.remove()
  await stage.settle()
  await stage.redrive()
}

export const paceAndRefusalCases: readonly FaultCase[] = [...refusalCases, ...quotaCases, ...otherCases].map(
  (each) => ({
    ...each,
    family: 'SES' as const,
    step: `ses: ${each.step}`,
  }),
)
