import { SESServiceException, SendRawEmailCommand } from '@aws-sdk/client-ses'
import {
  GetAccountCommand,
  GetConfigurationSetEventDestinationsCommand,
  GetEmailIdentityCommand,
  type SESv2Client,
} from '@aws-sdk/client-sesv2'
import { type Connection, createSes, createSesV2 } from '../clients.ts'

export type RealSes = {
  readonly connection: Connection
  /** The configuration set of the real account, which reports to the feedback queue. */
  readonly configurationSet: string
  /** The identities by which the sender may be verified, in SES's order. */
  readonly identities: readonly string[]
}

type OutgoingMail = {
  readonly id: string
  readonly sender: string
  readonly recipient: string
  readonly tags: Readonly<Record<string, string>>
  readonly raw: Buffer
}

type Refusal = {
  readonly kind: 'refused'
  readonly step: 'connect' | 'AUTH' | 'MAIL' | 'RCPT' | 'body'
  readonly code?: number
  readonly text: string
  readonly reason?: string
}
type Answer = { readonly kind: 'accepted'; readonly text: string } | Refusal

/** The tag that says in an event to which mail of the local SES it belongs. */
export const mailTag = 'local-mail'

/** Hands mails of a local stack over to the real SES. Its events come back through a queue. */
export function sesTransport({ connection, configurationSet, identities }: RealSes) {
  const ses = createSes(connection)
  const sesV2 = createSesV2(connection)
  const name = `SES in ${connection.region}`
  let isReady = false

  const check = async (): Promise<Answer> => {
    try {
      const obstacle = await findObstacle(sesV2, { configurationSet, identities, name })
      isReady = obstacle === undefined
      if (obstacle === undefined) return { kind: 'accepted', text: '' }
      return { kind: 'refused', step: 'MAIL', code: 550, text: '550', reason: obstacle }
    } catch (error) {
      // No mail is concerned yet, whatever it is.
      return { ...describeError(error, name), step: 'MAIL', code: 451 }
    }
  }
  return {
    name,
    reports: true,
    /** Sends no mail before the check has succeeded once. */
    send: async ({ id, sender, recipient, tags, raw }: OutgoingMail): Promise<Answer> => {
      if (!isReady) {
        const checked = await check()
        if (checked.kind === 'refused') return checked
      }
      try {
        const { MessageId = '' } = await ses.send(
          new SendRawEmailCommand({
            Source: sender,
            Destinations: [recipient],
            RawMessage: { Data: raw },
            ConfigurationSetName: configurationSet,
            Tags: Object.entries({ ...tags, [mailTag]: id }).map(([Name, Value]) => ({ Name, Value })),
          }),
        )
        return { kind: 'accepted', text: `250 ${MessageId}` }
      } catch (error) {
        return describeError(error, name)
      }
    },
    /** Checks the sender and the way back of events, without which nothing may be sent. */
    check,
    /** Reads the limits of the account. */
    readQuota: async () => {
      const { SendQuota: { Max24HourSend = 0, MaxSendRate = 0 } = {}, ProductionAccessEnabled } = await sesV2.send(
        new GetAccountCommand(),
      )
      const quota = { max24HourSend: Max24HourSend, maxSendRate: MaxSendRate }
      return { quota, isSandbox: ProductionAccessEnabled === false }
    },
    close: () => {
      ses.destroy()
      sesV2.destroy()
    },
  }
}

/** Event types without which suppressions or counts would be wrong. */
const neededTypes = ['DELIVERY', 'BOUNCE', 'COMPLAINT', 'REJECT'] as const

async function findObstacle(
  client: SESv2Client,
  { configurationSet, identities, name }: Pick<RealSes, 'configurationSet' | 'identities'> & { readonly name: string },
): Promise<string | undefined> {
  const verified = await Promise.all(identities.map((each) => isVerified(client, each)))
  if (!verified.includes(true))
    return `${name} has not verified the sender: ${identities.join(' or ')}. Verify one of them.`
  const { SendingEnabled } = await client.send(new GetAccountCommand())
  if (SendingEnabled === false) return `Sending is paused in ${name}. Its console says why.`
  const command = new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName: configurationSet })
  const { EventDestinations = [] } = await client.send(command)
  const types = EventDestinations.filter((each) => each.Enabled && each.SnsDestination).flatMap(
    ({ MatchingEventTypes = [] }) => MatchingEventTypes,
  )
  const missing = neededTypes.filter((each) => !types.includes(each))
  if (missing.length === 0) return undefined
  return `The configuration set ${configurationSet} of ${name} reports no ${missing.join(', ')} to SNS. See docs/sending-from-one-server.md.`
}

async function isVerified(client: SESv2Client, name: string): Promise<boolean> {
  try {
    const { VerifiedForSendingStatus } = await client.send(new GetEmailIdentityCommand({ EmailIdentity: name }))
    return VerifiedForSendingStatus ?? false
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFoundException') return false
    throw error
  }
}

/** Turns an error into an answer of a mail server. Only one about the recipient's address concerns the mail. */
function describeError(error: unknown, name: string): Refusal {
  const refused = (step: Refusal['step'], code: number, reason: string): Refusal => ({
    ...{ kind: 'refused', step, code, text: `${code}`, reason },
  })
  if (!(error instanceof Error)) return { kind: 'refused', step: 'body', text: String(error) }
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
  if (/^Throttling|^TooManyRequests/.test(error.name)) return refused('MAIL', 421, `${name} asks to send more slowly.`)
  if (error instanceof SESServiceException && error.name === 'InvalidParameterValue')
    return {
      kind: 'refused',
      step: 'RCPT',
      code: 553,
      text: '553 5.1.3 SES takes the address or the mail for malformed',
    }
  if (status !== undefined && status < 500)
    return refused(
      'MAIL',
      550,
      `${name} refuses mails (${error.name}). Check the keys and rights of AWS_PROFILE or AWS_ACCESS_KEY_ID, the sender and the sandbox.`,
    )
  if (status !== undefined) return refused('MAIL', 451, `${name} is out of order (${error.name}).`)
  const connect = (reason: string): Refusal => ({ kind: 'refused', step: 'connect', text: error.name, reason })
  if (/Credentials/.test(`${error.name} ${error.message}`))
    return connect(
      `There are no AWS keys for ${name}. Set AWS_PROFILE to a profile that exists, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`,
    )
  const [failure] = /\b(?:ECONNREFUSED|ENETUNREACH|ENOTFOUND|EAI_AGAIN)\b/.exec(error.message) ?? []
  if (failure !== undefined) return connect(`${name} does not answer (${failure}). Check the network and SES_REGION.`)
  return { kind: 'refused', step: 'body', text: error.name } // SES may have accepted the mail
}
