import * as z from 'zod'
import { acceptMail, describeSending } from '../accept-mail.ts'
import type { Account } from '../account/account.ts'
import { composeMessage } from '../compose-message.ts'
import { readSubmission, type Submission } from '../submission.ts'
import { type Operations, type RestRequest, readBody } from './operation.ts'

const content = z.strictObject({ Data: z.string(), Charset: z.string().optional() })
const addresses = z.array(z.string()).default([])
// As in the API's model.
const headerName = z.string().regex(/^[!-9;-@A-~]{1,126}$/)
const headerValue = z.string().regex(/^[ -~]{1,870}$/)
const simple = z.strictObject({
  Subject: content,
  Body: z.strictObject({ Text: content.optional(), Html: content.optional() }),
  Headers: z
    .array(z.strictObject({ Name: headerName, Value: headerValue }))
    .max(15)
    .default([]),
})
const email = z.strictObject({
  FromEmailAddress: z.string().default(''),
  Destination: z
    .strictObject({ ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses })
    .default({ ToAddresses: [], CcAddresses: [], BccAddresses: [] }),
  ReplyToAddresses: addresses,
  FeedbackForwardingEmailAddress: z.string().default(''),
  Content: z.union([z.strictObject({ Raw: z.strictObject({ Data: z.base64() }) }), z.strictObject({ Simple: simple })]),
  EmailTags: z.array(z.strictObject({ Name: z.string(), Value: z.string() })).default([]),
  ConfigurationSetName: z.string().default(''),
})
type Email = z.output<typeof email>

export const sendOperations: Operations = {
  SendEmail: {
    routes: ['POST /v2/email/outbound-emails'],
    describe: async (account, request, caller) => describeSending(account, await readEmail(account, request), caller),
    handle: async (account, request, caller) => {
      const submission = await readEmail(account, request)
      return { MessageId: acceptMail(account, submission, caller) }
    },
  },
}

async function readEmail(account: Account, request: RestRequest): Promise<Submission> {
  const mail = readBody(email, request)
  const { ToAddresses, CcAddresses, BccAddresses } = mail.Destination
  return readSubmission({
    ...(await readContent(mail, account)),
    source: mail.FromEmailAddress,
    returnPath: mail.FeedbackForwardingEmailAddress,
    destinations: [...ToAddresses, ...CcAddresses, ...BccAddresses],
    configurationSet: mail.ConfigurationSetName,
    tags: mail.EmailTags.map(({ Name, Value }) => [Name, Value] as const),
  })
}

/** Reads a raw message, or writes a simple one. IAM has an action for each. */
async function readContent({ Content, ...mail }: Email, { now }: Account) {
  if ('Raw' in Content) return { operation: 'SendRawEmail', data: Buffer.from(Content.Raw.Data, 'base64') } as const
  const { Subject, Body, Headers } = Content.Simple
  const parts = {
    from: mail.FromEmailAddress,
    to: mail.Destination.ToAddresses,
    cc: mail.Destination.CcAddresses,
    replyTo: mail.ReplyToAddresses,
    subject: Subject.Data,
    text: Body.Text?.Data,
    html: Body.Html?.Data,
    headers: Headers.map(({ Name, Value }) => ({ key: Name, value: Value })),
    charsets: [Subject.Charset, Body.Text?.Charset, Body.Html?.Charset],
  }
  return { operation: 'SendEmail', data: await composeMessage(parts, now()) } as const
}
