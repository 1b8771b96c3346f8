import { type Context, Hono } from 'hono'
import PostalMime from 'postal-mime'
import type { ConsoleSources } from './console-sources.ts'
import { loadMail } from './find-mail.ts'
import { bytesOf, frameMail, mailPolicy } from './mail-frame.ts'
import { mailList } from './mail-list.ts'
import { attachmentName, mailPage, type ReadMail } from './mail-page.ts'
import { sendNotFound, sendPage } from './page.ts'

/** The captured mails. */
export function mailRoutes(sources: ConsoleSources): Hono {
  const { stack, ses } = sources
  const policy = mailPolicy(new URL(stack.site.url).origin)
  type Show = (c: Context, read: ReadMail) => Response | Promise<Response>
  const withMail = (show: Show) => async (c: Context) => {
    const found = await loadMail(sources, c.req.param('id') ?? '')
    if (!found) return sendNotFound(c, 'There is no such mail, or its file was removed.')
    return show(c, { ...found, email: await PostalMime.parse(found.bytes).catch(asError) })
  }
  return new Hono()
    .get('/', (c) => sendPage(c, { title: 'Mail', here: 'mail' }, mailList(ses, c.req.query('before'))))
    .get(
      '/:id',
      withMail((c, read) =>
        sendPage(c, { title: read.mail.subject || '(no subject)', here: 'mail' }, mailPage(read, c.req.query('tab'))),
      ),
    )
    .get('/:id/html', withMail(sendHtml(policy)))
    .get(
      '/:id/source',
      withMail((c, { bytes }) => c.body(new Uint8Array(bytes), 200, { 'Content-Type': 'text/plain; charset=utf-8' })),
    )
    .get('/:id/attachments/:n', withMail(sendAttachment))
}

function sendHtml(policy: string) {
  return (c: Context, { email }: ReadMail) => {
    if (email instanceof Error || !email.html) return sendNotFound(c, 'This mail has no HTML.')
    return c.html(frameMail(email), 200, { 'Content-Security-Policy': policy, 'Referrer-Policy': 'no-referrer' })
  }
}

/** Always as a file of no type: whatever it is, it must not run here. */
function sendAttachment(c: Context, { email }: ReadMail) {
  const attachment = email instanceof Error ? undefined : email.attachments[Number(c.req.param('n'))]
  if (!attachment) return sendNotFound(c, 'This mail has no such attachment.')
  const name = encodeURIComponent(attachmentName(attachment).toWellFormed()).replaceAll("'", '%27')
  return c.body(new Uint8Array(bytesOf(attachment)), 200, {
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': `attachment; filename*=UTF-8''${name}`, // RFC 8187
  })
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
