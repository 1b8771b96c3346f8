import { mailFromDomain } from '../mail/dns-records.ts'
import { senderDomain } from '../mail/header.ts'
import type { Publication } from '../publication.ts'
import type { AccountFacts, IdentityFact, Reading, StackFact } from './account-facts.ts'
import { conflictingRecords, plannedRecords } from './zone-records.ts'

/** Problems prevent a deployment. Warnings do not, but readers or the operator will notice what they name. */
export type Findings = { readonly problems: readonly string[]; readonly warnings: readonly string[] }

/** The only region whose certificates CloudFront accepts. */
const certificateRegion = 'us-east-1'
/** The oldest bootstrap resources with which the pinned CDK deploys. */
const oldestBootstrap = 6

/** Lists the regions that must be bootstrapped. A domain with a zone needs a second stack, for its certificate. */
export function bootstrapRegions({ domain }: Publication, region: string): readonly string[] {
  return domain?.hostedZone === undefined || region === certificateRegion ? [region] : [region, certificateRegion]
}

/** Lists the SES identities that could send from the sender's address: its own, its domain's and those of parent domains. */
export function identityCandidates(publication: Publication): readonly string[] {
  const labels = senderDomain(publication).split('.')
  const domains = labels.slice(0, -1).map((_label, index) => labels.slice(index).join('.'))
  return [publication.sender.address, ...domains]
}

/** Regions of other partitions than `aws`: China, GovCloud, the European Sovereign Cloud and those for intelligence services. */
const otherPartitions = /^(cn|us-gov|us-iso\w*|eu-iso\w*|eusc)-/

/**
 * Lists why the stack can be deployed to no region of a partition. In China, CloudFront has no origin access control and
 * serves no site without a domain, and there is no SES. GovCloud has no CloudFront.
 */
export function checkPartition(region: string): readonly string[] {
  return otherPartitions.test(region)
    ? [
        `Postrider cannot be deployed to ${region}: outside of AWS's standard regions, CloudFront lacks what the site needs.`,
      ]
    : []
}

/** Checks the region before anything is read from it. @param runtime its latest Node.js runtime, if it is a known region */
export function checkRegion(region: string, runtime: string | undefined): readonly string[] {
  if (runtime === undefined) return [`There is no region ${region}. Check AWS_REGION, --region and your profile.`]
  const version = Number(/^nodejs(\d+)\./.exec(runtime)?.[1])
  return [
    ...checkPartition(region),
    ...(version >= 24 ? [] : [`Lambda has no Node.js 24 in ${region} yet: its latest runtime is ${runtime}.`]),
  ]
}

/** Compares a publication with the account in which it will be deployed. */
export function checkAccount(publication: Publication, region: string, facts: AccountFacts): Findings {
  const findings = [
    ...checkBootstraps(facts),
    ...checkStack(publication, region, facts),
    ...checkIdentities(publication, region, facts),
    ...checkCertificate(publication, facts),
    ...checkZone(publication, facts),
    ...checkRecords(publication, facts),
    ...checkMail(region, facts),
    ...checkConcurrency(publication, region, facts),
    ...checkReplies(publication),
    ...checkOperator(publication),
  ]
  const texts = (kind: Finding['kind']) => findings.filter((each) => each.kind === kind).map(({ text }) => text)
  return { problems: texts('problem'), warnings: texts('warning') }
}

type Finding = { readonly kind: 'problem' | 'warning'; readonly text: string }
const problem = (text: string): Finding => ({ kind: 'problem', text })
const warning = (text: string): Finding => ({ kind: 'warning', text })

/** Turns a fact into findings. If it could not be read, a warning says so, because the deployment may still succeed. */
function judge<Value>(
  name: string,
  reading: Reading<Value>,
  { found = () => [], missing = [] }: { found?: (value: Value) => readonly Finding[]; missing?: readonly Finding[] },
): readonly Finding[] {
  if (reading.kind === 'unreadable') return [warning(`Not checked: ${name}. ${reading.reason}`)]
  return reading.kind === 'missing' ? missing : found(reading.value)
}

function checkBootstraps({ bootstraps }: AccountFacts): readonly Finding[] {
  return bootstraps.flatMap(({ region, version }) =>
    judge(`whether ${region} is bootstrapped`, version, {
      missing: [problem(`The account is not bootstrapped in ${region}. Run: ${bootstrapCommand(region)}`)],
      found: (number) =>
        number >= oldestBootstrap
          ? []
          : [
              problem(
                `The bootstrap resources in ${region} have version ${number}; CDK needs at least ${oldestBootstrap}. Run: ${bootstrapCommand(region)}`,
              ),
            ],
    }),
  )
}

const bootstrapCommand = (region: string) =>
  `npx cdk bootstrap aws://$(aws sts get-caller-identity --query Account --output text)/${region}`

function checkStack(publication: Publication, region: string, { stack }: AccountFacts): readonly Finding[] {
  return judge(`the stack ${publication.stack}`, stack, {
    found: (existing) => [
      ...checkOwner(publication, region, existing).map(problem),
      ...checkStatus(publication, region, existing).map(problem),
    ],
  })
}

/** Reports a stack of another publication, or of another program, that has the name already. */
function checkOwner({ stack, tag }: Publication, region: string, existing: StackFact): readonly string[] {
  const advice = 'Set another name with "stack" in publication.json.'
  if (existing.publication !== undefined && existing.publication !== tag) {
    return [
      `stack: the stack ${stack} in ${region} belongs to the publication with the tag "${existing.publication}", but the tag of this one is "${tag}". ${advice} If it is the same publication, restore its tag, which must never change.`,
    ]
  }
  // A stack without the output may be older than the output, or its creation may have failed.
  const isOurs = existing.publication !== undefined || existing.description.startsWith('Postrider: ')
  return isOurs || existing.status === 'REVIEW_IN_PROGRESS'
    ? []
    : [`stack: ${region} already has a stack ${stack} that does not belong to Postrider. ${advice}`]
}

function checkStatus({ stack }: Publication, region: string, { status }: StackFact): readonly string[] {
  if (status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS')
    return [`The stack ${stack} is being changed (${status}). Wait until that has finished.`]
  if (status === 'UPDATE_ROLLBACK_FAILED') {
    return [
      `The last update of the stack ${stack} could not be rolled back. Run: aws cloudformation continue-update-rollback --stack-name ${stack} --region ${region}`,
    ]
  }
  return status === 'DELETE_FAILED'
    ? [
        `The stack ${stack} could not be deleted. Its events name the cause, such as an attached policy or rules on its event bus. Remove that, and delete it again: aws cloudformation delete-stack --stack-name ${stack} --region ${region}`,
      ]
    : []
}

function checkIdentities(publication: Publication, region: string, facts: AccountFacts): readonly Finding[] {
  return judge('the SES identities of the sender', facts.identities, {
    found: (identities) =>
      publication.sender.identity === 'exists'
        ? checkExisting(publication, region, identities)
        : checkCreation(publication, region, identities, facts.stack),
  })
}

/** Checks that SES can send from the address, as `publication.json` says. */
function checkExisting({ sender }: Publication, region: string, identities: readonly IdentityFact[]): Finding[] {
  if (identities.some(({ isVerified }) => isVerified)) return []
  const names = identities.map(({ name }) => name).join(', ')
  return identities.length === 0
    ? [
        problem(
          `sender.identity: SES in ${region} has no identity for ${sender.address}, its domain or a parent domain. Remove "identity", and the stack will create one.`,
        ),
      ]
    : [warning(`SES in ${region} has not verified ${names} yet, and sends no mail until it has. Set the DNS records.`)]
}

/** Checks that the identity that the stack will create does not exist yet, because its creation would then fail. */
function checkCreation(
  publication: Publication,
  region: string,
  identities: readonly IdentityFact[],
  stack: Reading<StackFact>,
): Finding[] {
  const domain = senderDomain(publication)
  if (stack.kind === 'unreadable' || !identities.some(({ name }) => name === domain)) return []
  return stack.kind === 'found' && stack.value.identities.includes(domain)
    ? []
    : [
        problem(
          `sender.identity: SES in ${region} already has the identity ${domain}, perhaps from an earlier stack or another publication, so the stack cannot create it. Set "identity": "exists" in "sender".`,
        ),
      ]
}

function checkCertificate({ domain }: Publication, { account, certificate }: AccountFacts): readonly Finding[] {
  if (domain?.certificate === undefined || certificate === undefined) return []
  const owner = domain.certificate.split(':')[4]
  if (owner !== account) {
    return [
      problem(
        `domain.certificate: it belongs to the account ${owner}, and you deploy to ${account}. CloudFront takes certificates of its own account only.`,
      ),
    ]
  }
  return judge(`the certificate of ${domain.name}`, certificate, {
    missing: [problem(`domain.certificate: there is no certificate ${domain.certificate}.`)],
    found: ({ status, domains }) => [
      ...(status === 'ISSUED'
        ? []
        : [
            problem(
              `domain.certificate: the status of the certificate is ${status}, but CloudFront accepts only issued ones.`,
            ),
          ]),
      ...(domains.some((pattern) => covers(pattern, domain.name))
        ? []
        : [problem(`domain.certificate: the certificate is for ${domains.join(', ')}, not for ${domain.name}.`)]),
    ],
  })
}

/** Returns whether a name of a certificate covers a domain. A wildcard is for one label. */
function covers(pattern: string, name: string): boolean {
  return pattern === name || (pattern.startsWith('*.') && pattern.slice(2) === name.slice(name.indexOf('.') + 1))
}

function checkZone({ domain }: Publication, { zone }: AccountFacts): readonly Finding[] {
  if (domain?.hostedZone === undefined || zone === undefined) return []
  return judge(`the zone ${domain.hostedZone}`, zone, {
    missing: [problem(`domain.hostedZone: the account has no zone ${domain.hostedZone} in Route 53.`)],
    found: ({ name, isPrivate }) => [
      ...(domain.name === name || domain.name.endsWith(`.${name}`)
        ? []
        : [
            problem(
              `domain.hostedZone: the zone ${domain.hostedZone} is for ${name}, which does not contain ${domain.name}.`,
            ),
          ]),
      ...(isPrivate
        ? [problem(`domain.hostedZone: the zone of ${name} is private, so public DNS does not contain it.`)]
        : []),
    ],
  })
}

/** Reports records that somebody else has set where the stack sets its own. */
function checkRecords(publication: Publication, { stack, records }: AccountFacts): readonly Finding[] {
  if (records === undefined || stack.kind === 'unreadable') return []
  const own = stack.kind === 'found' ? stack.value.records : []
  return judge('the DNS records of the zone', records, {
    found: (existing) =>
      conflictingRecords(plannedRecords(publication), existing, own).map(({ name, type }) =>
        problem(
          `domain.hostedZone: the zone has a record ${type} for ${name} already, so the stack cannot set its own. ${adviceFor(name, publication)}`,
        ),
      ),
  })
}

/** SES alone knows the names of the sender's DKIM records, so that those can be mentioned but not checked. */
function adviceFor(name: string, publication: Publication): string {
  return name === mailFromDomain(publication)
    ? `Delete it, and the sender's DKIM records (CNAME, below _domainkey.${senderDomain(publication)}) if you have set them, too.`
    : 'Delete it, or choose another name.'
}

function checkMail(region: string, { mail }: AccountFacts): readonly Finding[] {
  return judge('the SES account', mail, {
    missing: [problem(`There is no SES in ${region}, so nothing can send the mails. Choose another region.`)],
    found: ({ isSandbox, isEnabled }) => [
      ...(isEnabled ? [] : [warning(`SES sends no mail for this account in ${region}: sending is paused.`)]),
      ...(isSandbox
        ? [
            warning(
              `SES is in its sandbox in ${region}: it sends at most 200 mails a day, to verified addresses only. docs/deploying.md explains how to leave it.`,
            ),
          ]
        : []),
    ],
  })
}

function checkConcurrency({ concurrency }: Publication, region: string, facts: AccountFacts): readonly Finding[] {
  return judge('the quota of concurrent executions', facts.concurrency, {
    found: (quota) =>
      quota >= concurrency
        ? []
        : [
            warning(
              `"concurrency" is ${concurrency}, but in ${region} the account may run only ${quota} Lambdas at the same time. Request a higher quota (docs/deploying.md), or set "concurrency" to ${quota}.`,
            ),
          ],
  })
}

/** A name with a CNAME record, as the operator sets it for the site, has no other records (RFC 1034, section 3.6.2). */
function checkReplies(publication: Publication): readonly Finding[] {
  const { domain } = publication
  if (domain?.certificate === undefined || senderDomain(publication) !== domain.name) return []
  return [
    warning(
      `sender.address: replies to it cannot arrive if ${domain.name} has a CNAME record for the site, because it then has no MX record. Use an address at another domain, such as mail.${domain.name}. A domain with an ALIAS or ANAME record is not affected.`,
    ),
  ]
}

function checkOperator({ operator }: Publication): readonly Finding[] {
  return operator === undefined
    ? [warning('operator: nobody receives the alarms. Set "operator" in publication.json to your address.')]
    : []
}
