import { expect, test } from 'vitest'
import { accepted } from '../sample.ts'

const page = (body: string, head = '') => accepted('a.html', `<title>T</title>${head}<body>${body}</body>`)

test.each([
  ['<article class="post status-private"><h1>T</h1><p>x</article>', '"status-private"'],
  [
    '<article><h1>T</h1><form class=post-password-form><input name=post_password></form></article>',
    '"post-password-form"',
  ],
  ['<article><h1>T</h1><form><input name=post_password></form></article>', 'a password'],
  ['<article><h1>Private: The tide table</h1><p>x</article>', '"Private:"'],
  ['<article><h1>Geschützt: Die Gezeiten</h1><p>x</article>', '"Geschützt:"'],
  ['<article><h1>T</h1><p>x<div class=paywall><h2>Keep on</h2></div></article>', '"paywall"'],
  ['<article><h1>T</h1><p>x<div><h2>This post is for paid subscribers</h2></div></article>', 'for paid subscribers'],
  ['<article><h1>T</h1><aside class=gh-post-upgrade-cta>x</aside></article>', '"gh-post-upgrade-cta"'],
  ['<article><p>Member-only story</p><h1>T</h1><p>x</article>', 'Member-only story'],
  [
    '<article class=h-entry><h1 class=p-name>T</h1><section class=e-content><p>x</section><footer><p>Exported from <a href="https://medium.com">Medium</a> on March 3, 2026.</footer></article>',
    'Medium exported it',
  ],
  ['<ul id="id::1590080a-a5a3-8024-88c2-e857dea7aa7d"><li><h3>Workspace details:</h3></ul>', 'Notion'],
])('%s is kept as a draft, and the receipt names the mark', (html, mark) => {
  const { manuscript, problems } = page(html)
  expect(manuscript.draft).toBe(true)
  expect(problems.find(({ rule }) => rule === 'held-back')?.message).toContain(mark)
})

test.each([
  '<meta property="article:content_tier" content="locked">',
  '<meta name="published" content="false">',
  '<meta name="visibility" content="members">',
  '<meta name="status" content="pending">',
  '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>',
  '<script type="application/ld+json">{"@type":"BlogPosting","creativeWorkStatus":"Draft"}</script>',
])('%s keeps a page as a draft', (head) => {
  const { manuscript, problems } = page('<p>x', head)
  expect(manuscript.draft).toBe(true)
  expect(problems.some(({ rule }) => rule === 'held-back')).toBe(true)
})

test.each([
  '<article class="post status-publish"><h1>T</h1><p>This post is for paid subscribers of 1890, who knew him.</article>',
  '<article><h1>T</h1><p>x</article><aside class=paywall>Subscribe</aside>',
  '<article><h1>T</h1><p>x<footer><p><time class=dt-published>March 1, 2026</time><p>Exported from <a>Medium</a> on March 3, 2026.</footer></article>',
  '<article><h1>Private letters: a history</h1><p>x</article>',
])('%s is published', (html) => {
  expect(page(html, '<meta name=robots content=noindex>').manuscript.draft).toBe(false)
})
