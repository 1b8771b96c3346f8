import { type Need, type ReadNeeds, unknownOperation } from './need.ts'

/**
 * SES authorizes a mail for the verified identity that it picks: the sender's address, its domain or a parent domain. In
 * the sandbox, it also asks about the recipient's identity. All of them are needed here, so the grant fits any account.
 */
export const readSesNeeds: ReadNeeds = ({ request }, { region, account }) => {
  const suppression = suppressionActions[`${request.method} ${request.target.replace(/[^/]+$/, '')}`]
  if (suppression) return [{ action: suppression, resource: '*', context: {} }]
  const form = new URLSearchParams(String(request.body))
  const operation = form.get('Action')
  if (operation === 'GetSendQuota' || operation === 'GetAccountSendingEnabled')
    return [{ action: `ses:${operation}`, resource: '*', context: {} }]
  if (operation !== 'SendRawEmail') throw unknownOperation(`ses:${operation}`)
  const raw = Buffer.from(form.get('RawMessage.Data') ?? '', 'base64').toString()
  const recipients = [...form].filter(([name]) => name.startsWith('Destinations.member.')).map(([, address]) => address)
  const from = fromAddress(raw)
  const need = (resource: string): Need => ({
    action: 'ses:SendRawEmail',
    resource: `arn:aws:ses:${region}:${account}:${resource}`,
    context: {
      'ses:FromAddress': from,
      'ses:FeedbackAddress': form.get('Source') ?? from,
      'ses:Recipients': recipients,
    },
  })
  return [
    ...[from, ...recipients].flatMap(identities).map((identity) => need(`identity/${identity}`)),
    need(`configuration-set/${form.get('ConfigurationSetName')}`),
  ]
}

/** Of the REST API. IAM knows no resources for them. */
const suppressionActions: Readonly<Record<string, string>> = {
  'GET /v2/email/suppression/addresses/': 'ses:GetSuppressedDestination',
  'DELETE /v2/email/suppression/addresses/': 'ses:DeleteSuppressedDestination',
}

/** Lists the address, its domain and the parent domains, except for the top-level domain. */
function identities(address: string): string[] {
  const labels = (address.split('@')[1] ?? '').split('.')
  return [address, ...labels.slice(0, -1).map((_label, index) => labels.slice(index).join('.'))]
}

function fromAddress(raw: string): string {
  const [head = ''] = raw.split('\r\n\r\n')
  const from = /^from:(.*)$/im.exec(head.replace(/\r\n[ \t]+/g, ' '))?.[1] ?? ''
  const address = /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim()
  if (!address.includes('@')) throw new Error('A mail has no From address')
  return address
}
