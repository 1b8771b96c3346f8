import { element, readMembers } from '../../endpoint/query-protocol.ts'
import type { Account } from '../account/account.ts'
import { dkimTokens } from '../account/dkim-tokens.ts'
import { checkIdentityName, isAddress } from '../account/identity.ts'
import { describeAccountCall, type Operation, type Operations } from './operation.ts'

type Handle = Operation['handle']

const accountCalls: Readonly<Record<string, Handle>> = {
  ListIdentities: listIdentities,
  GetIdentityVerificationAttributes: getVerification,
  GetIdentityDkimAttributes: getDkim,
  VerifyEmailIdentity: ({ identities }, query) => {
    identities.put({ name: checkIdentityName(query.get('EmailAddress') ?? '', 'address') })
    return []
  },
  VerifyDomainIdentity: ({ identities }, query) => {
    identities.put({ name: checkIdentityName(query.get('Domain') ?? '', 'domain') })
    return [element('VerificationToken', verificationToken)]
  },
  VerifyDomainDkim: ({ identities }, query) => {
    identities.put({ name: checkIdentityName(query.get('Domain') ?? '', 'domain') })
    return [element('DkimTokens', tokenMembers())]
  },
  DeleteIdentity: ({ identities }, query) => {
    identities.remove(query.get('Identity') ?? '')
    return []
  },
}

export const identityOperations: Operations = Object.fromEntries(
  Object.entries(accountCalls).map(([name, handle]) => [name, { describe: describeAccountCall, handle }]),
)

/** The token of the TXT record of a domain. Nobody looks it up. */
const verificationToken = 'local'

function listIdentities({ identities }: Account, query: URLSearchParams): readonly string[] {
  const type = query.get('IdentityType')
  const names = identities.list().map(({ name }) => name)
  const listed = names.filter((name) => !type || type === (isAddress(name) ? 'EmailAddress' : 'Domain'))
  return [
    element(
      'Identities',
      listed.map((name) => element('member', name)),
    ),
  ]
}

function getVerification(account: Account, query: URLSearchParams): readonly string[] {
  const entries = entriesOf(account, query, (name) => [
    element('VerificationStatus', 'Success'),
    ...(isAddress(name) ? [] : [element('VerificationToken', verificationToken)]),
  ])
  return [element('VerificationAttributes', entries)]
}

function getDkim(account: Account, query: URLSearchParams): readonly string[] {
  const entries = entriesOf(account, query, (name) =>
    isAddress(name)
      ? [element('DkimEnabled', 'false'), element('DkimVerificationStatus', 'NotStarted')]
      : [
          element('DkimEnabled', 'true'),
          element('DkimVerificationStatus', 'Success'),
          element('DkimTokens', tokenMembers()),
        ],
  )
  return [element('DkimAttributes', entries)]
}

/** Renders the attributes of those of the named identities that exist. */
function entriesOf(
  { identities }: Account,
  query: URLSearchParams,
  render: (name: string) => readonly string[],
): readonly string[] {
  return readMembers(query, 'Identities')
    .filter((name) => identities.get(name))
    .map((name) => element('entry', [element('key', name), element('value', render(name))]))
}

function tokenMembers(): readonly string[] {
  return dkimTokens.map((token) => element('member', token))
}
