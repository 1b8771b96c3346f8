/** An event as CloudFront passes it to an edge function, and the answer in short. */
type Row = readonly [what: string, event: EdgeEvent, answer: string]

type Value = { readonly value: string; readonly multiValue?: readonly { readonly value: string }[] }
type Values = Readonly<Record<string, Value>>
type EdgeEvent = {
  readonly request: {
    readonly method: string
    readonly uri: string
    readonly querystring: Values
    readonly headers: Values
  }
  readonly response?: { readonly statusCode: number; readonly headers: Values }
}

type Parts = { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly query?: Values }

function request(
  uri: string,
  { method = 'GET', headers = { host: 'd1.cloudfront.net' }, query = {} }: Parts = {},
): EdgeEvent {
  const values = Object.entries(headers).map(([name, value]) => [name, { value }])
  return { request: { method, uri, querystring: query, headers: Object.fromEntries(values) } }
}

function several(...texts: readonly string[]): Value {
  return { value: texts[0] ?? '', multiValue: texts.map((value) => ({ value })) }
}

/** Requests to the subscription API, with the path that the API gets. */
const oneClick = { t: { value: `1.u0123..${'x'.repeat(22)}` }, 'one-click': { value: '1' } }

export const requestsToVisitorApi: readonly Row[] = [
  ['a link', request('/confirm', { query: { t: { value: 'a.b' } } }), '/confirm'],
  ['a slash at the end', request('/confirm/'), '/confirm'],
  ['a POST request with a slash at the end', request('/unsubscribe/', { method: 'POST' }), '/unsubscribe'],
  ['many slashes', request('//unsubscribe///', { method: 'POST' }), '/unsubscribe'],
  ['the link of List-Unsubscribe', request('/unsubscribe', { query: oneClick }), '/unsubscribe'],
  ['a mail program', request('/unsubscribe', { method: 'POST', query: oneClick }), '/unsubscribe/one-click'],
  ['the same with a slash', request('/unsubscribe/', { method: 'POST', query: oneClick }), '/unsubscribe/one-click'],
  [
    'a mail program with an old link',
    request('/unsubscribe', { method: 'POST', query: { t: oneClick.t } }),
    '/unsubscribe',
  ],
  [
    'what is no token',
    request('/unsubscribe', { method: 'POST', query: { ...oneClick, t: { value: '"a.b' } } }),
    '/unsubscribe',
  ],
  ['no token', request('/unsubscribe', { method: 'POST', query: { 'one-click': { value: '1' } } }), '/unsubscribe'],
]

/** Requests, with the file that they lead to, or the status and the location of a response. */
export const requests: readonly Row[] = [
  ['the root', request('/'), '/index.html'],
  ['a folder', request('/topics/asia/'), '/topics/asia/index.html'],
  ['a folder without its slash', request('/topics/asia'), '301 /topics/asia/'],
  ['the file of a folder', request('/topics/asia/index.html'), '301 /topics/asia/'],
  ['the file of the root', request('/index.html'), '301 /'],
  ['a file', request('/style.0123.css'), '/style.0123.css'],
  ['a favicon', request('/favicon.ico'), '301 /icon.svg'],
  ['the folder of articles', request('/articles/'), '301 /archive/'],
  ['an article called feed', request('/articles/feed/'), '/articles/feed/index.html'],
  ['a topic called rss', request('/topics/rss/'), '/topics/rss/index.html'],
  ...['/rss', '/RSS/', '/rss.xml', '/feed', '/feed/rss2/', '/index.rss'].map(
    (uri): Row => [`the guess ${uri}`, request(uri), '301 /feed.xml'],
  ),
  ['a guess of Atom', request('/feed/atom/'), '301 /atom.xml'],
  ['a guess of JSON Feed', request('/index.json'), '301 /feed.json'],
  ["a guess of a topic's feed", request('/topics/asia/rss'), '301 /topics/asia/feed.xml'],
  ["a guess of an author's feed", request('/authors/ada/feed.atom'), '301 /authors/ada/atom.xml'],
  ['a guess that is none', request('/feed.yaml'), '/feed.yaml'],
  ['names of properties of every object', request('/constructor'), '301 /constructor/'],
  ['two slashes', request('//evil'), '301 /evil/'],
  ['a slash and a backslash', request('/\\evil/index.html'), '301 /evil/'],
  ['many slashes before a guess', request('//rss'), '301 /rss/'],
  ['percent-encoded slashes', request('/%2F%2Fevil'), '301 /%2F%2Fevil/'],
  ['percent-encoded text', request('/topics/%E6%97%A5%E6%9C%AC'), '301 /topics/%E6%97%A5%E6%9C%AC/'],
  ['text that is not ASCII', request('/topics/日本/ü'), '301 /topics/日本/ü/'],
  ['a line break', request('/a%0D%0Ab'), '301 /a%0D%0Ab/'],
  ['a dot in a folder', request('/a.b/c'), '301 /a.b/c/'],
  ['a form that is sent to the page', request('/subscribe/', { method: 'POST' }), '307 /subscribe'],
  ['a feed', request('/feed.xml'), '/feed.xml'],
  ...(
    [
      ['gzip, deflate, br', '/atom.xml.gz'],
      ['br;q=1.0, GZIP;q=0.5', '/atom.xml.gz'],
      ['gzip;q=0.001', '/atom.xml.gz'],
      ['gzip;q=0, br', '/atom.xml'],
      ['gzip ; q=0.0', '/atom.xml'],
      ['gzipped', '/atom.xml'],
      ['', '/atom.xml'],
    ] as const
  ).map(
    ([accepted, file]): Row => [
      `a feed, with Accept-Encoding "${accepted}"`,
      request('/atom.xml', { headers: { 'accept-encoding': accepted } }),
      file,
    ],
  ),
  ['a page, with Accept-Encoding', request('/a/', { headers: { 'accept-encoding': 'gzip' } }), '/a/index.html'],
  ['a request without headers', request('/feeds/', { headers: {} }), '/feeds/index.html'],
  ['a feed without headers', request('/topics/asia/feed.json', { headers: {} }), '/topics/asia/feed.json'],
  ['a HEAD request', request('/archive', { method: 'HEAD' }), '301 /archive/'],
  ['a preflight request', request('/feed.json', { method: 'OPTIONS' }), '204 undefined'],
  ['a query', request('/search', { query: { q: { value: 'mail%20coach' } } }), '301 /search/?q=mail%20coach'],
  [
    'a query with repeated, empty and odd parameters',
    request('/search', {
      query: { q: several('a', '', 'b%26c'), x: { value: '' }, '%C3%BC': { value: '+' }, 'a[]': { value: '日' } },
    }),
    '301 /search/?q=a&q&q=b%26c&x&%C3%BC=+&a[]=日',
  ],
  [
    'parameters named like properties of every object',
    request('/search', { query: JSON.parse('{"__proto__":{"value":"1"},"toString":{"value":"2"}}') }),
    '301 /search/?__proto__=1&toString=2',
  ],
  ['a folder with a query', request('/search/', { query: { q: { value: 'a' } } }), '/search/index.html'],
  ['a guess with a query', request('/rss', { query: { q: { value: 'a' } } }), '301 /feed.xml'],
]

/** Requests to a site whose domain is news.example. */
export const requestsToDomain: readonly Row[] = [
  ['a page at the domain', request('/a/', { headers: { host: 'news.example' } }), '/a/index.html'],
  ['a page at the domain in capitals', request('/a/', { headers: { host: 'News.Example' } }), '/a/index.html'],
  ['a folder at the domain', request('/a', { headers: { host: 'news.example' } }), '301 /a/'],
  ["a page at the distribution's own name", request('/a/'), '301 https://news.example/a/'],
  ["the root at the distribution's own name", request('/'), '301 https://news.example/'],
  [
    'a feed with a query',
    request('/feed.xml', { query: { a: several('1', '2') } }),
    '301 https://news.example/feed.xml?a=1&a=2',
  ],
  ['a guess', request('/rss'), '301 https://news.example/rss'],
  ['two slashes', request('//evil'), '301 https://news.example/evil'],
  ['a path that could continue the host', request('.evil/'), '301 https://news.example/.evil/'],
  ['a HEAD request', request('/a/', { method: 'HEAD' }), '301 https://news.example/a/'],
  ['a preflight request', request('/a/', { method: 'OPTIONS' }), '204 undefined'],
  ['a request without headers', request('/a/', { headers: {} }), '/a/index.html'],
]

function response(uri: string, headers: Readonly<Record<string, string>> = {}, statusCode = 200): EdgeEvent {
  const etag = { value: '"1"' }
  return {
    ...request(uri, { headers: { host: 'd1.cloudfront.net', ...headers } }),
    response: { statusCode, headers: { etag, 'content-type': { value: 'application/rss+xml' } } },
  }
}

/** Responses, with the `Link` and the content type that they get. `SITE` stands for the address of the site. */
export const responses: readonly Row[] = [
  ['a feed', response('/feed.xml'), '<SITE/feed.xml>; rel="self" application/rss+xml'],
  ['a compressed feed', response('/topics/a/atom.xml.gz'), '<SITE/topics/a/atom.xml>; rel="self" application/rss+xml'],
  ['a JSON Feed', response('/archives/2/feed.json'), '<SITE/archives/2/feed.json>; rel="self" application/rss+xml'],
  [
    'a feed in a browser',
    response('/feed.xml', { 'sec-fetch-dest': 'document' }),
    '<SITE/feed.xml>; rel="self" application/xml; charset=utf-8',
  ],
  [
    'a feed fetched by a script',
    response('/feed.xml', { 'sec-fetch-dest': 'empty' }),
    '<SITE/feed.xml>; rel="self" application/rss+xml',
  ],
  [
    'a JSON Feed in a browser',
    response('/feed.json', { 'sec-fetch-dest': 'document' }),
    '<SITE/feed.json>; rel="self" application/rss+xml',
  ],
  [
    'a feed at an address that is not ASCII',
    response('/topics/日本/feed.xml'),
    '<SITE/topics/日本/feed.xml>; rel="self" application/rss+xml',
  ],
  ['a feed that has not changed', response('/feed.xml', {}, 304), '<SITE/feed.xml>; rel="self" application/rss+xml'],
  ['a page', response('/index.html'), 'undefined application/rss+xml'],
  ['a file that only ends like a feed', response('/myfeed.xml'), 'undefined application/rss+xml'],
]
