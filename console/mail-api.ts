import { Hono } from 'hono'
import PostalMime, { decodeWords, type Header } from 'postal-mime'
import type { ConsoleSources, Mail } from './console-sources.ts'
import { loadMail } from './find-mail.ts'

/** Mails per answer; a `Link` header names the next ones. */
const longestList = 10_000

/** The captured mails for programs. */
export function mailApi(sources: ConsoleSources): Hono {
  return new Hono()
    .get('/', (c) => {
      const before = c.req.query('before')
      const mails = sources.ses.mails({ limit: longestList, ...(before !== undefined && { before }) })
      const oldest = mails.length === longestList ? mails.at(-1) : undefined
      if (oldest) c.header('Link', `</api/mails?before=${encodeURIComponent(oldest.id)}>; rel="next"`)
      return c.json(mails.map(summarize))
    })
    .get('/:id', async (c) => {
      const found = await loadMail(sources, c.req.param('id'))
      if (!found) return c.json({ error: 'There is no such mail.' }, 404)
      const { headers, html = null, text = null } = await PostalMime.parse(found.bytes)
      return c.json({ ...summarize(found.mail), headers: groupHeaders(headers), html, text })
    })
    .onError((error, c) => c.json({ error: error.message }, 500))
}

function summarize({ id, at, subject, source, destinations, file }: Mail) {
  return { id, at, subject, from: source, to: destinations, file }
}

/** `{"list-unsubscribe": ["<https://…>"]}`: a header may stand there more than once. */
function groupHeaders(headers: readonly Header[]): Record<string, readonly string[]> {
  const groups = Map.groupBy(headers, ({ key }) => key)
  return Object.fromEntries([...groups].map(([key, group]) => [key, group.map(({ value }) => decodeWords(value))]))
}
