import type { AwsCall, AwsRequest, AwsResponse } from '../endpoint/aws-service.ts'
import type { Account } from './account/account.ts'
import { recordReturned } from './bounces/record-report.ts'
import { handleReceiving } from './receiving/receiving-door.ts'
import type { Relay } from './relay/relay.ts'

/** A way in that SES does not have. Requests are signed like any other. */
export type Door = {
  readonly call: AwsCall
  /** Whether there may be new events afterwards. */
  readonly reports: boolean
  handle(request: AwsRequest, context: DoorContext): Promise<AwsResponse>
}

export type DoorContext = {
  readonly account: Account
  readonly mailFolder: string
  readonly relay: Relay | undefined
}

/** No function has a permission of this kind, unless it may do everything. */
const onlyForOperators = (operation: string): AwsCall => ({
  operation,
  permissions: [{ action: `cdk-loopback:${operation}`, resource: '*' }],
})

const doors: Readonly<Record<string, Door>> = {
  // SES has an SMTP server instead, to which any mail server delivers.
  'POST /received-mail': {
    call: onlyForOperators('ReceiveMail'),
    reports: false,
    handle: (request, { account }) => handleReceiving(account, request),
  },
  // Bounces of relayed mails, as they arrive at the bounce address. SES receives its bounces itself.
  'POST /returned-mail': {
    call: onlyForOperators('ReturnMail'),
    reports: true,
    handle: async (request, { account, mailFolder }) => {
      const to = request.url.searchParams.getAll('to')
      return json(await recordReturned(account, mailFolder, await request.bytes(), to))
    },
  },
  // The state of the relay is part of the state of the account.
  'GET /relay': {
    call: { operation: 'GetRelay', permissions: [{ action: 'ses:GetAccount', resource: '*' }] },
    reports: false,
    handle: async (_request, { relay }) => json(relay?.state() ?? {}),
  },
}

export function findDoor({ method, url }: AwsRequest): Door | undefined {
  const name = `${method} ${url.pathname}`
  return Object.hasOwn(doors, name) ? doors[name] : undefined
}

function json(value: object): AwsResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
}
