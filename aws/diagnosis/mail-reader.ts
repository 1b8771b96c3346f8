import { DescribeActiveReceiptRuleSetCommand, SESClient } from '@aws-sdk/client-ses'
import {
  GetAccountCommand,
  GetConfigurationSetCommand,
  GetConfigurationSetEventDestinationsCommand,
  GetEmailIdentityCommand,
  type GetEmailIdentityCommandOutput,
  ListSuppressedDestinationsCommand,
  SESv2Client,
} from '@aws-sdk/client-sesv2'
import type { MailAccount } from '../../core/diagnosis/judge-account.ts'
import type { ActiveRuleSet, EventDestination } from '../../core/diagnosis/judge-mail-events.ts'
import type { SenderIdentity } from '../../core/diagnosis/sender-facts.ts'
import type { Connection } from '../clients.ts'
import { type FactOptions, isNamed, readFact } from './read-fact.ts'

/** Addresses of a page of the suppression list. */
const pageSize = 1000

/** Reads what SES says about the account and its identities. Every reading is independent of the others. */
export function mailReader(place: Connection, limits: FactOptions) {
  const client = new SESv2Client({ ...place, maxAttempts: 2 })
  const older = new SESClient({ ...place, maxAttempts: 2 })

  return {
    /** @param names of the identities that SES could use, in its order of preference. Returns those that exist. */
    readIdentities: (names: readonly string[]) =>
      readFact(async (abortSignal) => {
        const read = async (name: string): Promise<SenderIdentity | undefined> => {
          try {
            const command = new GetEmailIdentityCommand({ EmailIdentity: name })
            return readIdentity(name, await client.send(command, { abortSignal }))
          } catch (error) {
            if (isNamed('NotFoundException')(error)) return undefined
            throw error
          }
        }
        return (await Promise.all(names.map(read))).filter((each) => each !== undefined)
      }, limits),

    readAccount: () =>
      readFact(async (abortSignal): Promise<MailAccount> => {
        const account = await client.send(new GetAccountCommand(), { abortSignal })
        const { Max24HourSend = 0, MaxSendRate = 0 } = account.SendQuota ?? {}
        return {
          isSandbox: account.ProductionAccessEnabled === false,
          isEnabled: account.SendingEnabled !== false,
          enforcement: account.EnforcementStatus ?? 'HEALTHY',
          perDay: Max24HourSend < 0 ? Number.POSITIVE_INFINITY : Max24HourSend, // SES writes -1 for no limit
          perSecond: MaxSendRate,
          suppresses: account.SuppressionAttributes?.SuppressedReasons ?? [],
        }
      }, limits),

    /** Reads for which reasons mails of a configuration set use the suppression list. Missing: as the account says. */
    readSuppressedReasons: (set: string) =>
      readFact(async (abortSignal): Promise<readonly string[] | undefined> => {
        const command = new GetConfigurationSetCommand({ ConfigurationSetName: set })
        return (await client.send(command, { abortSignal })).SuppressionOptions?.SuppressedReasons
      }, limits),

    readEventDestinations: (set: string) =>
      readFact(
        async (abortSignal): Promise<readonly EventDestination[]> => {
          const command = new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName: set })
          const { EventDestinations = [] } = await client.send(command, { abortSignal })
          return EventDestinations.map(({ Enabled, MatchingEventTypes = [] }) => ({
            isEnabled: Enabled !== false,
            types: MatchingEventTypes,
          }))
        },
        { ...limits, isMissing: isNamed('NotFoundException') },
      ),

    /** Lists addresses on the account's suppression list. @param most that are read */
    async listSuppressed(most: number, abortSignal: AbortSignal): Promise<SuppressedAddresses> {
      const addresses: string[] = []
      let NextToken: string | undefined
      do {
        const command = new ListSuppressedDestinationsCommand({ PageSize: Math.min(pageSize, most), NextToken })
        const page = await client.send(command, { abortSignal })
        addresses.push(...(page.SuppressedDestinationSummaries ?? []).flatMap(({ EmailAddress }) => EmailAddress ?? []))
        NextToken = page.NextToken
      } while (NextToken !== undefined && addresses.length < most)
      return { addresses: addresses.slice(0, most), more: NextToken !== undefined || addresses.length > most }
    },

    /** Missing if no rule set is active. */
    readActiveRuleSet: () =>
      readFact(async (abortSignal): Promise<ActiveRuleSet | undefined> => {
        const { Metadata, Rules = [] } = await older.send(new DescribeActiveReceiptRuleSetCommand({}), { abortSignal })
        if (Metadata?.Name === undefined) return undefined
        const rules = Rules.map(({ Enabled = false, Recipients = [] }) => ({
          isEnabled: Enabled,
          recipients: Recipients,
        }))
        return { name: Metadata.Name, rules }
      }, limits),
  }
}

export type SuppressedAddresses = { readonly addresses: readonly string[]; readonly more: boolean }

function readIdentity(name: string, identity: GetEmailIdentityCommandOutput): SenderIdentity {
  const { DkimAttributes: dkim = {}, MailFromAttributes: mailFrom } = identity
  const isOwnKey = dkim.SigningAttributesOrigin === 'EXTERNAL'
  return {
    name,
    isVerified: identity.VerifiedForSendingStatus ?? false,
    dkim: {
      isOn: dkim.SigningEnabled ?? false,
      status: dkim.Status ?? 'NOT_STARTED',
      selectors: dkim.Tokens ?? [],
      zone: isOwnKey ? undefined : (dkim.SigningHostedZone ?? 'dkim.amazonses.com'),
    },
    ...(mailFrom?.MailFromDomain && {
      mailFrom: { domain: mailFrom.MailFromDomain, status: mailFrom.MailFromDomainStatus ?? '' },
    }),
  }
}
