/** Who requests a feed, by the User-Agent. */
export type Agent =
  /** A service that fetches a feed once for all its subscribers. `identity` is the same for each of its requests. */
  | { readonly kind: 'aggregator'; readonly name: string; readonly identity: string; readonly subscribers: number }
  /** A program of one reader. */
  | { readonly kind: 'reader' }
  /** A browser or an unknown program, which is a reader if it comes back. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'bot' }

/** Names of aggregators, with what their User-Agents contain. */
const aggregators: readonly (readonly [RegExp, string])[] = [
  [/feedly/i, 'Feedly'],
  [/inoreader/i, 'Inoreader'],
  [/newsblur/i, 'NewsBlur'],
  [/theoldreader/i, 'The Old Reader'],
  [/feedbin/i, 'Feedbin'],
  [/bazqux/i, 'BazQux'],
  [/netvibes/i, 'Netvibes'],
  [/feedspot/i, 'Feedspot'],
  [/flipboard/i, 'Flipboard'],
  [/bloglovin/i, 'Bloglovin'],
  [/newsify/i, 'Newsify'],
  [/freshrss/i, 'FreshRSS'],
]

const readers =
  /freshrss|miniflux|netnewswire|tiny tiny rss|tt-rss|newsboat|newsbeuter|reeder|liferea|akregator|thunderbird|vivaldi.*feed|feedreader|rssowl|quiterss|rss ?guard|raven reader|fluent ?reader|antennapod|readkit|unread|lire|nextcloud[- ]news|selfoss|commafeed|yarr|feeder|fiery ?feeds|newsflash|elfeed|sfeed|rss2email|blogtrottr|podcasts?\b|rss reader|universalfeedparser|feedparser|simplepie|newsexplorer/i

const bots =
  /^node$|^postrider |bot\b|bot\/|crawl|spider|slurp|scan|preview|facebookexternal|headless|lighthouse|monitor|uptime|pingdom|statuscake|validator|check|feedfetcher|superfeedr|websub|pubsubhubbub|archive|wget|curl\/|python|go-http-client|java\/|okhttp|libwww|httpclient|axios|node-fetch|undici|ruby|perl|php\/|masscan|nmap|zgrab|censys|semrush|ahrefs|gptbot|claude|chatgpt/i

/** Digits. A number is what the service claims: nothing proves it. */
const claim = /\b(\d{1,7})\s+(?:subscribers?|readers?|users?)\b/i

/** Reads a User-Agent. Services state how many people read a feed through them, also when they call themselves bots. */
export function readAgent(agent: string): Agent {
  const text = agent.slice(0, 1_000)
  const subscribers = claim.exec(text)?.[1] ?? /\bsubscribers?[:=]\s*(\d{1,7})\b/i.exec(text)?.[1]
  if (subscribers !== undefined) {
    const name = aggregators.find(([pattern]) => pattern.test(text))?.[1]
    // Services know some feeds under several addresses, and say under which one they fetch it.
    const feed = /feed-?id[:=]\s*([\w/.-]+)/i.exec(text)?.[1] ?? /newsblur\.com\/site\/(\d+)/i.exec(text)?.[1] ?? ''
    const identity = `${name ?? text.replace(/\d+/g, '#')} ${feed}`
    return { kind: 'aggregator', name: name ?? 'others', identity, subscribers: Number(subscribers) }
  }
  if (text.trim() === '') return { kind: 'bot' }
  if (readers.test(text)) return { kind: 'reader' }
  return { kind: bots.test(text) ? 'bot' : 'unknown' }
}
