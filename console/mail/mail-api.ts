import { Hono } from 'hono'
import PostalMime, { decodeWords, type Header } from 'postal-mime'
import type { ConsoleSources, Mail } from '../console-sources.ts'
import { loadMail } from './load-mail.ts'

/** Maximum mails per response. A `Link` header has the address of the next page. */
const maximumMails = 10_000

/** Serves the captured mails to programs. */
export function mailApi(sources: ConsoleSources): Hono {
  return new Hono()
    .get('/', (c) => {
      const before = c.req.query('before')
      const mails = sources.ses.mails({ limit: maximumMails, ...(before !== undefined && { before }) })
      const oldest = mails.length === maximumMails ? mails.at(-1) : undefined
      if (oldest) c.header('Link', `</api/mails?before=${encodeURIComponent(oldest.id)}>; rel="next"`)
      return c.json(mails.map(summarize))
    })
    .get('/:id', async (c) => {
      const loaded = await loadMail(sources, c.req.param('id'))
      if (!loaded) return c.json({ error: 'There is no such mail.' }, 404)
      const { headers, html = null, text = null } = await PostalMime.parse(loaded.bytes)
      return c.json({ ...summarize(loaded.mail), headers: groupHeaders(headers), html, text })
    })
    .onError((error, c) => c.json({ error: error.message }, 500))
}

function summarize({ id, at, subject, source, destinations, file }: Mail) {
  return { id, at, subject, from: source, to: destinations, file }
}

/** Groups headers by name, because a name may occur more than once: `{"list-unsubscribe": ["<https://…>"]}`. */
function groupHeaders(headers: readonly Header[]): Record<string, readonly string[]> {
  const groups = Map.groupBy(headers, ({ key }) => key)
  return Object.fromEntries([...groups].map(([key, group]) => [key, group.map(({ value }) => decodeWords(value))]))
}
