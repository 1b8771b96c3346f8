import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm'
import { paginateListStackResources, type StackResourceSummary } from '@aws-sdk/client-cloudformation'
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { GetHostedZoneCommand, ListResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53'
import { GetAccountCommand, GetEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2'
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import type { AccountFacts, IdentityFact, Reading } from '../../core/deployment/account-facts.ts'
import { bootstrapRegions, identityCandidates } from '../../core/deployment/check-account.ts'
import { plannedRecords, type ZoneRecord } from '../../core/deployment/zone-records.ts'
import type { Publication } from '../../core/publication.ts'
import type { Connection } from '../clients.ts'
import { createCloudFormation, findStack, limits } from './stack-reader.ts'

/** Returns the number of the account. @throws {Error} if there are no credentials, or none that AWS accepts */
export async function readAccountId(place: Connection): Promise<string> {
  const { Account = '' } = await new STSClient({ ...place, ...limits }).send(new GetCallerIdentityCommand())
  return Account
}

/**
 * Reads what the deployment of a publication depends on. It changes nothing.
 * @param account the number of the account
 */
export async function readAccount(publication: Publication, place: Connection, account: string): Promise<AccountFacts> {
  const { certificate: arn, hostedZone } = publication.domain ?? {}
  const [stack, bootstraps, identities, mail, concurrency, certificate, zone, records] = await Promise.all([
    readStack(publication.stack, place),
    Promise.all(
      bootstrapRegions(publication, place.region).map(async (region) => ({
        region,
        version: await readBootstrap({ ...place, region }),
      })),
    ),
    readIdentities(identityCandidates(publication), place),
    readMailAccount(place),
    readConcurrency(place),
    arn === undefined ? undefined : readCertificate(arn, place),
    hostedZone === undefined ? undefined : readZone(hostedZone, place),
    hostedZone === undefined ? undefined : readRecords(hostedZone, plannedRecords(publication), place),
  ])
  return {
    ...{ account, stack, bootstraps, identities, mail, concurrency },
    ...(certificate && { certificate }),
    ...(zone && { zone }),
    ...(records && { records }),
  }
}

function readStack(name: string, place: Connection): Promise<AccountFacts['stack']> {
  return read(never, async () => {
    const client = createCloudFormation(place)
    const stack = await findStack(name, client)
    if (!stack) return undefined
    const publication = stack.outputs.Publication
    const resources: StackResourceSummary[] = []
    for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName: name }))
      resources.push(...StackResourceSummaries)
    const idsOf = (type: string) =>
      resources.flatMap(({ ResourceType, PhysicalResourceId }) => (ResourceType === type && PhysicalResourceId) || [])
    return {
      status: stack.status,
      description: stack.description,
      ...(publication !== undefined && { publication }),
      identities: idsOf('AWS::SES::EmailIdentity'),
      records: idsOf('AWS::Route53::RecordSet'),
    }
  })
}

/** CDK's own parameter, with the qualifier that CDK uses by default. */
function readBootstrap(place: Connection): Promise<Reading<number>> {
  return read(isNamed('ParameterNotFound'), async () => {
    const command = new GetParameterCommand({ Name: '/cdk-bootstrap/hnb659fds/version' })
    return Number((await new SSMClient({ ...place, ...limits }).send(command)).Parameter?.Value)
  })
}

function readIdentities(names: readonly string[], place: Connection): Promise<AccountFacts['identities']> {
  const client = new SESv2Client({ ...place, ...limits })
  const readIdentity = async (name: string): Promise<IdentityFact | undefined> => {
    try {
      const identity = await client.send(new GetEmailIdentityCommand({ EmailIdentity: name }))
      return { name, isVerified: identity.VerifiedForSendingStatus ?? false }
    } catch (error) {
      if (isNamed('NotFoundException')(error)) return undefined
      throw error
    }
  }
  return read(never, async () => (await Promise.all(names.map(readIdentity))).filter((each) => each !== undefined))
}

function readMailAccount(place: Connection): Promise<AccountFacts['mail']> {
  return read(isUnknownHost, async () => {
    const account = await new SESv2Client({ ...place, ...limits }).send(new GetAccountCommand())
    return { isSandbox: account.ProductionAccessEnabled === false, isEnabled: account.SendingEnabled !== false }
  })
}

function readConcurrency(place: Connection): Promise<Reading<number>> {
  return read(never, async () => {
    const settings = await new LambdaClient({ ...place, ...limits }).send(new GetAccountSettingsCommand())
    return settings.AccountLimit?.ConcurrentExecutions
  })
}

function readCertificate(arn: string, place: Connection): Promise<NonNullable<AccountFacts['certificate']>> {
  const region = arn.split(':')[3] ?? place.region
  return read(isNamed('ResourceNotFoundException'), async () => {
    const command = new DescribeCertificateCommand({ CertificateArn: arn })
    const { Certificate } = await new ACMClient({ ...place, region, ...limits }).send(command)
    const { Status = '', DomainName = '', SubjectAlternativeNames = [] } = Certificate ?? {}
    return { status: Status, domains: [...new Set([DomainName, ...SubjectAlternativeNames])] }
  })
}

function readZone(id: string, place: Connection): Promise<NonNullable<AccountFacts['zone']>> {
  return read(isNamed('NoSuchHostedZone'), async () => {
    const { HostedZone } = await new Route53Client({ ...place, ...limits }).send(new GetHostedZoneCommand({ Id: id }))
    const name = HostedZone?.Name?.replace(/\.$/, '')
    return name === undefined ? undefined : { name, isPrivate: HostedZone?.Config?.PrivateZone ?? false }
  })
}

/** Reads the records of a zone at the names of these. */
function readRecords(
  zone: string,
  planned: readonly ZoneRecord[],
  place: Connection,
): Promise<NonNullable<AccountFacts['records']>> {
  const client = new Route53Client({ ...place, ...limits })
  const readAt = async (name: string): Promise<readonly ZoneRecord[]> => {
    // Those of this name come first. A name has few records, and one of each type.
    const command = new ListResourceRecordSetsCommand({ HostedZoneId: zone, StartRecordName: name, MaxItems: 50 })
    const { ResourceRecordSets = [] } = await client.send(command)
    return ResourceRecordSets.filter((each) => each.Name === `${name}.`).map(({ Type = '' }) => ({ name, type: Type }))
  }
  const names = [...new Set(planned.map(({ name }) => name))]
  return read(isNamed('NoSuchHostedZone'), async () => (await Promise.all(names.map(readAt))).flat())
}

/** Reads one fact. Every error except one that means "missing" makes it unreadable, so that the other facts still count. */
async function read<Value>(
  isMissing: (error: unknown) => boolean,
  load: () => Promise<Value | undefined>,
): Promise<Reading<Value>> {
  try {
    const value = await load()
    return value === undefined ? { kind: 'missing' } : { kind: 'found', value }
  } catch (error) {
    if (isMissing(error)) return { kind: 'missing' }
    return { kind: 'unreadable', reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }
  }
}

const never = () => false
const isNamed = (name: string) => (error: unknown) => error instanceof Error && error.name === name
/** A service has no name in a region where it does not exist. */
const isUnknownHost = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOTFOUND'
