import * as z from 'zod'
import { AwsError } from '../../endpoint/aws-service.ts'
import type { Account } from '../account/account.ts'
import type { SuppressedAddress } from '../account/suppression-list.ts'
import { invalidParameter } from '../invalid-parameter.ts'
import { forAccount, type Operation, type Operations, type RestRequest, readBody } from './operation.ts'
import { nextToken, readPage } from './page.ts'

const path = '/v2/email/suppression/addresses'
const reason = z.enum(['BOUNCE', 'COMPLAINT'])
const addition = z.strictObject({ EmailAddress: z.string().min(1), Reason: reason })

const accountOperation = (name: string, route: string, handle: Operation['handle']): Operations => ({
  [name]: { routes: [route], describe: forAccount(name), handle },
})

export const suppressionOperations: Operations = {
  ...accountOperation('ListSuppressedDestinations', `GET ${path}`, listSuppressed),
  ...accountOperation('PutSuppressedDestination', `PUT ${path}`, (account, request) => {
    if (account.sandbox)
      throw invalidParameter('An account in the sandbox cannot add addresses to its suppression list.')
    const { EmailAddress: address, Reason } = readBody(addition, request)
    account.suppressions.put({ address, reason: Reason, at: account.now().getTime() })
    return {}
  }),
  ...accountOperation('GetSuppressedDestination', `GET ${path}/{name}`, ({ suppressions }, { name }) => {
    const suppressed = suppressions.get(name)
    if (!suppressed) throw notListed(name)
    const { messageId: MessageId, feedbackId: FeedbackId } = suppressed
    const attributes = MessageId === undefined ? {} : { Attributes: { MessageId, FeedbackId } }
    return { SuppressedDestination: { ...summarize(suppressed), ...attributes } }
  }),
  ...accountOperation('DeleteSuppressedDestination', `DELETE ${path}/{name}`, ({ suppressions }, { name }) => {
    if (!suppressions.remove(name)) throw notListed(name)
    return {}
  }),
}

function listSuppressed({ suppressions }: Account, request: RestRequest): object {
  const { query } = request
  const page = readPage(request)
  const time = (name: string, fallback: number) => {
    const text = query.get(name)
    return text === null ? fallback : Date.parse(text)
  }
  const wanted = query.getAll('Reason')
  const listed = suppressions.list({
    reasons: reason.options.filter((each) => wanted.length === 0 || wanted.includes(each)),
    from: time('StartDate', 0),
    until: time('EndDate', Number.MAX_SAFE_INTEGER),
    ...page,
  })
  return {
    SuppressedDestinationSummaries: listed.map(summarize),
    ...nextToken(listed, page.limit, ({ address }) => address),
  }
}

function summarize({ address, reason: Reason, at }: SuppressedAddress) {
  return { EmailAddress: address, Reason, LastUpdateTime: at / 1000 }
}

function notListed(address: string): AwsError {
  return new AwsError('NotFoundException', 404, `Email address ${address} does not exist on your suppression list.`)
}
