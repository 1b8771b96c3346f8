import type { LocalStack } from 'cdk-loopback/local-stack'
import { followEvents } from '../../aws/local/event-queue.ts'
import { sesTransport } from '../../aws/local/ses-transport.ts'
import { identityCandidates } from '../../core/deployment/check-account.ts'
import type { Publication } from '../../core/publication.ts'
import type { RealSes } from './read-relay.ts'

/** Milliseconds between two looks at the quota, which SES raises by itself. */
const quotaInterval = 60 * 60_000
/** Until the quota is known, that of the sandbox. */
const smallestQuota = { max24HourSend: 200, maxSendRate: 1 }

/** Opens the SES of the operator's own account: the way out of mails, its limits, and the way back of events. */
export async function openRealSes(
  { region, configurationSet, queueUrl }: RealSes,
  publication: Publication,
  log: (line: string) => void,
) {
  const connection = { region }
  const transport = sesTransport({ connection, configurationSet, identities: identityCandidates(publication) })
  const readQuota = async () => {
    try {
      const { quota, isSandbox } = await transport.readQuota()
      if (isSandbox) log(`Warning: SES is in its sandbox in ${region}: only verified addresses get mail.`)
      return quota
    } catch (error) {
      log(`Warning: the quota of SES cannot be read (${error instanceof Error ? error.name : error}).`)
      return undefined
    }
  }
  return {
    relay: { transport },
    quota: (await readQuota()) ?? smallestQuota,
    /** Takes events until the returned function is called. */
    follow: (ses: LocalStack['ses']) => {
      const stop = followEvents({ connection, queueUrl, publish: ses.publish, log })
      const timer = setInterval(async () => {
        const quota = await readQuota()
        if (quota) ses.setQuota(quota)
      }, quotaInterval)
      return async () => {
        clearInterval(timer)
        await stop()
      }
    },
  }
}
