import { expect, test } from 'vitest'
import { checkFeed } from '../../../core/feeds/check-feed.ts'

const rss = (item: string) =>
  `<?xml version="1.0"?>\n<rss version="2.0"><channel><title>T</title><link>l</link><description/>${item}</channel></rss>\n`
const item =
  '<item><guid isPermaLink="false">a</guid><pubDate>Mon, 30 Nov 2026 08:00:00 GMT</pubDate><d><![CDATA[a <b> & c]]></d></item>'

test('a valid feed has no problems, in each format', () => {
  const newest = '2026-11-30T08:00:00.000Z'
  expect(checkFeed(rss(item))).toEqual({ problems: [], items: 1, newest })
  const head = '<id>i</id><title>t</title><updated>2026-11-30T08:00:00Z</updated>'
  expect(checkFeed(`<feed xmlns="x">${head}<entry>${head}</entry><!-- c --></feed>`)).toEqual({
    problems: [],
    items: 1,
    newest,
  })
  const json = { version: 'https://jsonfeed.org/version/1.1', title: 'T', items: [{ id: 'a', date_published: newest }] }
  expect(checkFeed(JSON.stringify(json))).toEqual({ problems: [], items: 1, newest })
})

test.each([
  [rss('<item><title>x</title></item>'), 'Item 1 has no <guid>.'],
  [rss(item).replace('<link>l</link>', ''), 'The feed has no <link>.'],
  [rss('<item>'), 'Line 2: </channel> ends what <item> began.'],
  [rss('a & b'), 'Line 2: an "&" that begins no known entity.'],
  [rss('a \u0007 b'), 'Line 2: a control character, which XML forbids.'],
  [rss('< b'), 'Line 2: not well-formed at'],
  ['<html></html>', 'It is neither RSS nor Atom.'],
  ['<rss>', '<rss> is never closed.'],
  ['', 'It needs exactly one root element.'],
  ['{"version":"1"', 'It is not a JSON object.'],
  ['{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[{}]}', 'Item 1 has no id.'],
])('%j is reported', (text, problem) => {
  expect(checkFeed(text).problems[0]).toContain(problem)
})
