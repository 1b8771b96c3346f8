import { type Context, Hono } from 'hono'
import PostalMime from 'postal-mime'
import type { ConsoleSources } from '../console-sources.ts'
import { sendNotFound, sendPage } from '../frame/page.ts'
import { loadMail } from './load-mail.ts'
import { bytesOf, inScheme, mailPolicy, renderMailDocument } from './mail-document.ts'
import { mailList } from './mail-list.ts'
import { attachmentName, mailPage, type ParsedMail } from './mail-page.ts'

/** Serves the captured mails. */
export function mailRoutes(sources: ConsoleSources): Hono {
  const { stack, ses } = sources
  const policy = mailPolicy(new URL(stack.site.url).origin)
  type Show = (c: Context, read: ParsedMail) => Response | Promise<Response>
  const withMail = (show: Show) => async (c: Context) => {
    const loaded = await loadMail(sources, c.req.param('id') ?? '')
    if (!loaded) return sendNotFound(c, 'There is no such mail, or its file was deleted.')
    return show(c, { ...loaded, email: await PostalMime.parse(loaded.bytes).catch(asError) })
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
  return (c: Context, { email }: ParsedMail) => {
    if (email instanceof Error || !email.html) return sendNotFound(c, 'This mail has no HTML.')
    const scheme = c.req.query('scheme') === 'dark' ? 'dark' : 'light'
    return c.html(inScheme(renderMailDocument(email), scheme), 200, {
      'Content-Security-Policy': policy,
      'Referrer-Policy': 'no-referrer',
    })
  }
}

/** Sends an attachment as a download without its own type, because it must not run in the console's origin. */
function sendAttachment(c: Context, { email }: ParsedMail) {
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
