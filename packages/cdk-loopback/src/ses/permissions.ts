import type { Permission } from '../endpoint/aws-service.ts'
import type { Account, Caller } from './account/account.ts'
import { pickIdentity } from './account/identity.ts'
import { isSimulated } from './simulator.ts'
import type { Submission } from './submission.ts'

/** Lists the addresses that must be verified: the senders and, in the sandbox, the recipients except the simulator's. */
export function checkedAddresses({ senders, destinations }: Submission, { sandbox }: Account): readonly string[] {
  return sandbox ? [...senders, ...destinations.filter((address) => !isSimulated(address))] : senders
}

/**
 * Lists the permissions that a mail needs: on the identities that SES picks for these addresses, and on the configuration
 * set. An address without an identity is checked under its own name.
 */
export function sendingPermissions(submission: Submission, account: Account, caller: Caller): readonly Permission[] {
  const { operation, from, returnPath, destinations, configurationSet } = submission
  const names = checkedAddresses(submission, account).map(
    (address) => pickIdentity(address, account.identities.get)?.name ?? address,
  )
  const resources = [...new Set(names)].map((name) => `identity/${name}`)
  if (configurationSet !== undefined) resources.push(`configuration-set/${configurationSet}`)
  const context = {
    'ses:FromAddress': [from.address],
    ...(from.name !== '' && { 'ses:FromDisplayName': [from.name] }),
    'ses:FeedbackAddress': [returnPath],
    'ses:Recipients': destinations,
  }
  return resources.map((resource) => ({ action: `ses:${operation}`, resource: sesArn(resource, caller), context }))
}

export function sesArn(resource: string, { region }: Caller): string {
  return `arn:aws:ses:${region}:000000000000:${resource}`
}
