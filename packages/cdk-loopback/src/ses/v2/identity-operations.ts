import * as z from 'zod'
import { AwsError } from '../../endpoint/aws-service.ts'
import { dkimTokens } from '../account/dkim-tokens.ts'
import { checkIdentityName, type Identity, isAddress } from '../account/identity.ts'
import type { IdentityStore } from '../account/identity-store.ts'
import { forAccount, forIdentity, type Operations, readBody } from './operation.ts'
import { nextToken, readPage } from './page.ts'

const path = '/v2/email/identities'
const creation = z.strictObject({
  EmailIdentity: z.string(),
  ConfigurationSetName: z.string().optional(),
  DkimSigningAttributes: z.strictObject({ NextSigningKeyLength: z.string().optional() }).optional(),
  Tags: z.array(z.unknown()).optional(),
})

export const identityOperations: Operations = {
  ListEmailIdentities: {
    // Newer clients send the parameters in a body.
    routes: [`GET ${path}`, 'POST /v2/email/list-identities'],
    describe: forAccount('ListEmailIdentities'),
    handle: ({ identities }, request) => {
      const { limit, after } = readPage(request)
      const page = identities
        .list()
        .filter(({ name }) => name > after)
        .slice(0, limit)
      return { EmailIdentities: page.map(summarize), ...nextToken(page, limit, ({ name }) => name) }
    },
  },
  CreateEmailIdentity: {
    routes: [`POST ${path}`],
    describe: forIdentity('CreateEmailIdentity'),
    handle: ({ identities, configurationSets }, request) => {
      const { EmailIdentity, ConfigurationSetName: configurationSet } = readBody(creation, request)
      const name = checkIdentityName(EmailIdentity, isAddress(EmailIdentity) ? 'address' : 'domain')
      if (identities.get(name)) {
        throw new AwsError('AlreadyExistsException', 400, `Email identity ${name} already exist.`)
      }
      if (configurationSet !== undefined) configurationSets.check(configurationSet)
      identities.put({ name, configurationSet })
      const { IdentityType, VerifiedForSendingStatus, DkimAttributes } = describeIdentity({ name })
      return { IdentityType, VerifiedForSendingStatus, DkimAttributes }
    },
  },
  GetEmailIdentity: {
    routes: [`GET ${path}/{name}`],
    describe: forIdentity('GetEmailIdentity'),
    handle: ({ identities }, { name }) => describeIdentity(existing(identities, name)),
  },
  DeleteEmailIdentity: {
    routes: [`DELETE ${path}/{name}`],
    describe: forIdentity('DeleteEmailIdentity'),
    handle: ({ identities }, { name }) => {
      identities.remove(existing(identities, name).name)
      return {}
    },
  },
}

function existing(identities: IdentityStore, name: string): Identity {
  const identity = identities.get(name)
  if (!identity) throw new AwsError('NotFoundException', 404, `Email identity ${name} does not exist.`)
  return identity
}

function summarize({ name }: Identity) {
  return { IdentityType: typeOf(name), IdentityName: name, SendingEnabled: true, VerificationStatus: 'SUCCESS' }
}

function describeIdentity({ name, configurationSet }: Identity) {
  const isDomain = !isAddress(name)
  return {
    IdentityType: typeOf(name),
    FeedbackForwardingStatus: false,
    VerifiedForSendingStatus: true,
    VerificationStatus: 'SUCCESS',
    DkimAttributes: {
      SigningEnabled: isDomain,
      Status: isDomain ? 'SUCCESS' : 'NOT_STARTED',
      ...(isDomain && { Tokens: dkimTokens, SigningAttributesOrigin: 'AWS_SES' }),
    },
    ...(configurationSet !== undefined && { ConfigurationSetName: configurationSet }),
    Policies: {},
    Tags: [],
  }
}

function typeOf(name: string): 'EMAIL_ADDRESS' | 'DOMAIN' {
  return isAddress(name) ? 'EMAIL_ADDRESS' : 'DOMAIN'
}
