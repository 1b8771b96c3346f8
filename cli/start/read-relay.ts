import { readSmtpUrl } from 'cdk-loopback/ses/smtp-settings'
import { CommandFailure } from '../../operations/command-failure.ts'

/** The mail server that gets every mail, and how many it takes. */
export type Relay = {
  readonly relay: { readonly smtpUrl: string; readonly bounceAddress?: string }
  readonly quota: { readonly max24HourSend: number; readonly maxSendRate: number }
}

type Environment = Readonly<Record<string, string | undefined>>

/** The SES of the operator's own account, to which a local stack hands its mails over. */
export type RealSes = { readonly region: string; readonly configurationSet: string; readonly queueUrl: string }

/** Reads the account for SES from the environment; undefined without one. @throws {CommandFailure} if a part is missing */
export function readSes(environment: Environment): RealSes | undefined {
  const { SES_REGION: region, SES_CONFIGURATION_SET: configurationSet, SES_FEEDBACK_QUEUE_URL: queueUrl } = environment
  if (!region) return undefined
  const guide = 'See docs/sending-from-one-server.md.'
  if (environment.SMTP_URL) throw new CommandFailure('Set SMTP_URL or SES_REGION, but not both.', 2)
  if (!configurationSet || !queueUrl) {
    const why = 'Without them, bounces would not come back, and nobody would be suppressed'
    throw new CommandFailure(`SES_REGION needs SES_CONFIGURATION_SET and SES_FEEDBACK_QUEUE_URL. ${why}. ${guide}`, 2)
  }
  if (environment.AWS_ENDPOINT_URL) {
    const why = 'it leads AWS clients to a local stack, and SES_REGION needs AWS itself'
    throw new CommandFailure(`Unset AWS_ENDPOINT_URL: ${why}.`, 2)
  }
  return { region, configurationSet, queueUrl }
}

/** Reads the mail server from the environment; undefined without one. @throws {CommandFailure} if it cannot be used */
export function readRelay(environment: Environment): Relay | undefined {
  const { SMTP_URL: smtpUrl, SMTP_BOUNCE_ADDRESS: bounceAddress } = environment
  if (!smtpUrl) return undefined
  try {
    readSmtpUrl(smtpUrl)
  } catch (error) {
    throw new CommandFailure(`SMTP_URL: ${error instanceof Error ? error.message : error}`, 2)
  }
  if (bounceAddress && !/^[\w.=-]{1,19}@[a-z0-9.-]+\.[a-z0-9-]+$/i.test(bounceAddress)) {
    const form = 'an address such as bounces@example.com, with at most 19 letters and digits before the @'
    throw new CommandFailure(`SMTP_BOUNCE_ADDRESS has to be ${form}.`, 2)
  }
  return {
    relay: { smtpUrl, ...(bounceAddress && { bounceAddress }) },
    quota: {
      maxSendRate: readLimit(environment, 'SMTP_PER_SECOND', 14),
      max24HourSend: readLimit(environment, 'SMTP_PER_DAY', 50_000),
    },
  }
}

function readLimit(environment: Environment, name: string, fallback: number): number {
  const text = environment[name]
  if (!text) return fallback
  const limit = Number(text)
  if (/^\d{1,9}(\.\d{1,3})?$/.test(text) && limit > 0) return limit
  throw new CommandFailure(`${name} is ${text}. It has to be a number of mails above 0.`, 2)
}
