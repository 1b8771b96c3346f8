import { nameResource, readRefusal } from '../core/deployment/refused-call.ts'
import { CommandFailure } from './command-failure.ts'

/** What a person was doing when a call failed. */
export type Circumstances = {
  /** The name of the stack, as it was selected. */
  readonly name?: string | undefined
  /** Those of the stack, once they are known. */
  readonly outputs?: Readonly<Record<string, string>> | undefined
  readonly region?: string | undefined
  readonly profile?: string | undefined
  /** The policy that grants the command. */
  readonly policy: 'Editor' | 'Operator'
}

/** Explains an error of AWS or of the way to it, and says what to do. Undefined: it is another error. */
export function explainError(error: unknown, circumstances: Circumstances): CommandFailure | undefined {
  if (!(error instanceof Error) || error instanceof CommandFailure) return undefined
  const facts = readFacts(error)
  const text =
    explainStorage(facts) ??
    explainRefusal(facts, circumstances) ??
    explainClock(facts) ??
    explainCredentials(facts, circumstances) ??
    explainNetwork(facts, circumstances)
  return text === undefined ? undefined : new CommandFailure(text, 1, { cause: error })
}

type Facts = ReturnType<typeof readFacts>

/** The SDK's errors have these members beside those of each error. */
type SdkError = Error & {
  readonly code?: unknown
  readonly call?: string
  readonly $metadata?: { readonly httpStatusCode?: number }
  readonly address?: unknown
  readonly port?: unknown
  readonly hostname?: unknown
}

function readFacts(error: SdkError) {
  const { name, message, call, code, hostname, address, port } = error
  const place = hostname ?? (address === undefined ? undefined : `${address}:${port}`)
  return {
    ...{ name, message, status: error.$metadata?.httpStatusCode, call },
    code: typeof code === 'string' ? code : '',
    place: place === undefined ? /getaddrinfo \w+ (\S+)/.exec(message)?.[1] : String(place),
  }
}

/** A local stack says itself which disk is full, or which database is damaged. */
function explainStorage({ message }: Facts): string | undefined {
  return /^The disk of .+ is full |^The database .+ is damaged: /.test(message) ? message : undefined
}

function explainRefusal(facts: Facts, { name, outputs, policy }: Circumstances): string | undefined {
  const refused = readRefusal(facts)
  if (!refused) return undefined
  const where = refused.resource === undefined ? '' : ` on ${nameResource(refused.resource)}`
  const arn = outputs?.[`${policy}Policy`]
  const stack = name === undefined ? 'the stack' : `the stack ${name}`
  const which = arn === undefined ? `the output ${policy}Policy names it` : arn
  const missing = outputs === undefined ? ' If there is no such stack, check --stack, --region and --profile.' : ''
  return `You may not do this: AWS refused ${refused.action}${where}. Ask for the policy ${policy} of ${stack} (${which}).${missing}`
}

function explainClock({ name, message }: Facts): string | undefined {
  const isSkewed =
    /^(RequestTimeTooSkewed|RequestInTheFuture|RequestExpired)$/.test(name) ||
    /signature (expired|not yet current)/i.test(message)
  return isSkewed
    ? `The clock of this machine is wrong: AWS refused the time of the request (it is ${new Date().toISOString()} here). Set the clock, for example by switching on its synchronization, and repeat the command.`
    : undefined
}

function explainCredentials({ name, message }: Facts, { profile = process.env.AWS_PROFILE }: Circumstances) {
  const of = profile ? ` of the profile ${profile}` : ''
  const login = `\`aws sso login${profile ? ` --profile ${profile}` : ''}\``
  const isSso = /\bSSO\b/i.test(message) || name === 'TokenProviderError'
  if (isSso || /^(ExpiredToken|ExpiredTokenException|TokenRefreshRequired)$/.test(name))
    return `The session${of} has expired. Sign in again, for example with ${login}, and repeat the command. What was done before is done.`
  if (
    name === 'CredentialsProviderError' ||
    /could not load credentials|could not be found in shared credentials/i.test(message)
  ) {
    const start = profile ? `There are no credentials for the profile ${profile}` : 'There are no AWS credentials'
    return `${start} (${message.replace(/\.$/, '')}). Choose a profile with --profile or AWS_PROFILE (\`aws configure list-profiles\` lists them), or sign in, for example with \`aws sso login\`.`
  }
  const isInvalid =
    /^(UnrecognizedClientException|InvalidClientTokenId|InvalidAccessKeyId|InvalidToken|SignatureDoesNotMatch|InvalidSignatureException|AuthFailure|IncompleteSignature|MissingAuthenticationToken)$/
  if (isInvalid.test(name))
    return `AWS does not accept the credentials${of} (${name}). Check the profile, the keys, the region and the endpoint: keys of a local stack work only there, and keys of AWS only at AWS.`
  return undefined
}

const unreachable: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its name cannot be looked up now',
  ETIMEDOUT: 'it does not answer in time',
  EHOSTUNREACH: 'it cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ECONNRESET: 'it closed the connection',
  EPROTO: 'it does not speak TLS',
  ERR_INVALID_URL: 'the address is not a URL',
}

function explainNetwork({ name, code, message, place }: Facts, { region }: Circumstances): string | undefined {
  const reason = unreachable[code] ?? (name === 'TimeoutError' ? unreachable.ETIMEDOUT : undefined)
  if (reason === undefined) return undefined
  const endpoint = process.env.AWS_ENDPOINT_URL
  const hint = place?.endsWith('.localhost')
    ? 'Use 127.0.0.1 instead of localhost in the endpoint.'
    : endpoint
      ? `AWS_ENDPOINT_URL is ${endpoint}: check it, or unset it to reach AWS.`
      : `Check the network${region === undefined ? '' : ` and the region ${region}`}, and \`endpoint_url\` in the profile. A local stack may have been stopped.`
  return `AWS cannot be reached${place === undefined ? '' : ` at ${place}`}: ${reason} (${code || message}). ${hint}`
}
