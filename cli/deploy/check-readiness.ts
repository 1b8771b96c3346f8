import { Fact, FactName } from 'aws-cdk-lib/region-info'
import type { Connection } from '../../aws/clients.ts'
import { readAccount, readAccountId } from '../../aws/deployment/account-reader.ts'
import { readPublication } from '../../build/read-publication.ts'
import type { AccountFacts } from '../../core/deployment/account-facts.ts'
import { checkAccount, checkRegion } from '../../core/deployment/check-account.ts'
import { checkSender } from '../../core/mail/check-sender.ts'
import type { Publication } from '../../core/publication.ts'
import { PublicationError } from '../../core/publication-mistakes.ts'
import { chooseRegion } from '../../operations/reach-stack.ts'
import type { StackOptions } from '../connect/select-stack.ts'

export type Readiness = {
  readonly problems: readonly string[]
  readonly warnings: readonly string[]
  /** Present if there are no problems. */
  readonly ready?: {
    readonly publication: Publication
    readonly place: Connection
    readonly account: string
    readonly facts: AccountFacts
  }
}

/** Checks everything that a deployment needs, and names all problems at once. It changes nothing. */
export async function checkReadiness(options: StackOptions): Promise<Readiness> {
  const region = await chooseRegion(options)
  const isKnown = region !== undefined && Fact.regions.includes(region)
  // Without a region, AWS can still be asked who the caller is.
  const place = {
    ...(options.profile !== undefined && { profile: options.profile }),
    region: isKnown ? region : 'us-east-1',
  }
  const publication = await attempt(readPublication(), describeMistakes)
  const account = await attempt(readAccountId(place), describeMissingCredentials)
  const problems = [
    ...('problems' in publication
      ? publication.problems
      : [...checkSender(publication.value), ...checkName(publication.value, options)]),
    ...(region === undefined ? [missingRegion] : checkRegion(region, Fact.find(region, FactName.LATEST_NODE_RUNTIME))),
    ...('problems' in account ? account.problems : []),
  ]
  if ('problems' in publication || 'problems' in account || !isKnown) return { problems, warnings: [] }
  const facts = await readAccount(publication.value, place, account.value)
  const findings = checkAccount(publication.value, region, facts)
  const all = [...problems, ...findings.problems]
  const ready = { publication: publication.value, place, account: account.value, facts }
  return { problems: all, warnings: findings.warnings, ...(all.length === 0 && { ready }) }
}

/** A value, or the problems because of which there is none. */
type Attempt<Value> = { readonly value: Value } | { readonly problems: readonly string[] }

function attempt<Value>(
  value: Promise<Value>,
  describe: (error: unknown) => readonly string[],
): Promise<Attempt<Value>> {
  return value.then(
    (value) => ({ value }),
    (error: unknown) => ({ problems: describe(error) }),
  )
}

const missingRegion =
  'No region is set. Set AWS_REGION, for example `export AWS_REGION=eu-west-1`, or use --region. CDK alone would take us-east-1.'

/** Reports a stack that was selected although publication.json describes another one. */
function checkName({ stack }: Publication, { stack: selected = process.env.POSTRIDER_STACK }: StackOptions) {
  if (!selected || selected === stack) return []
  return [
    `publication.json describes the stack ${stack}, but --stack or POSTRIDER_STACK selects ${selected}. Leave it out, or use the checkout of ${selected}.`,
  ]
}

function describeMistakes(error: unknown): readonly string[] {
  if (error instanceof PublicationError) return error.mistakes.map((mistake) => `publication.json: ${mistake}`)
  throw error
}

function describeMissingCredentials(error: unknown): readonly string[] {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return [
    `There are no valid AWS credentials (${reason}). Sign in, for example with \`aws sso login\`, and choose the profile with AWS_PROFILE or --profile. \`aws sts get-caller-identity\` must work, and the region may have to be enabled in the account.`,
  ]
}
