// Services and mail programs replace links by addresses of their own, which record or check a click and then redirect.
// An exported or pasted text still has them. They report readers to the service, and stop working when it does.

/** Wrappers that have the address in a parameter of the query. Hosts are matched from their end. */
const wrappers: readonly (readonly [host: RegExp, path: RegExp, parameters: readonly string[]])[] = [
  [/^(?:www\.)?google\.(?:com?\.)?[a-z]{2,3}$/, /^\/url$/, ['q', 'url']],
  [/^(?:.+\.)?medium\.com$/, /^\/r\/?$/, ['url']],
  [/^(?:lm?|www)\.(?:facebook|instagram|messenger|workplace|threads)\.(?:com|net)$/, /^\/(?:l\.php)?$/, ['u']],
  [/^t\.umblr\.com$/, /^\/redirect$/, ['z']],
  [/^slack-redir\.net$/, /^\/link$/, ['url']],
  [/^(?:www\.)?linkedin\.com$/, /^\/(?:redir\/.+|safety\/go)$/, ['url']],
  [/\.safelinks\.protection\.outlook\.com$/, /^\//, ['url']],
  [/^statics\.teams\.cdn\.office\.net$/, /safelinks/, ['url']],
  [/^(?:www\.)?youtube\.com$/, /^\/redirect$/, ['q']],
  [/^out\.reddit\.com$/, /^\//, ['url']],
  [/^(?:away\.)?vk\.com$/, /^\/away(?:\.php)?$/, ['to']],
  [/^steamcommunity\.com$/, /^\/linkfilter\/?$/, ['url', 'u']],
  [/^(?:exit|gate)\.sc$/, /^\//, ['url']],
  [/^(?:html\.)?duckduckgo\.com$/, /^\/l\/$/, ['uddg']],
  [/^getpocket\.com$/, /^\/redirect$/, ['url']],
  [/^(?:www\.)?evernote\.com$/, /^\/outboundredirect\.action$/i, ['dest']],
  [/^link\.(?:zhihu\.com|juejin\.cn|csdn\.net)$/, /^\/$/, ['target']],
  [/^(?:www\.)?jianshu\.com$/, /^\/go-wild$/, ['url']],
  [/^deref-(?:gmx\.net|web\.de|web-02\.de)$/, /dereferrer/, ['redirectUrl']],
  [/^linkprotect\.cudasvc\.com$/, /^\/url$/, ['a']],
  [/^urldefense\.proofpoint\.com$/, /^\/v1\/url$/, ['u']],
]

/** Matches the hosts above without parsing the address: most links have another. */
const familiar =
  /^https?:\/\/[^/?#]*(?:google\.|medium\.com|facebook|instagram|messenger|workplace|threads|umblr|slack-redir|linkedin|outlook\.com|office\.net|youtube\.com|reddit\.com|vk\.com|steamcommunity|\b(?:exit|gate)\.sc|duckduckgo|getpocket|evernote|zhihu|juejin|csdn|jianshu|deref-|cudasvc|urldefense|href\.li|substack\.com|disq\.us)/i

/** Wrappers may be nested, for example if a mail quotes another. */
const mostLayers = 5

/** Returns the web address to which a redirect wrapper leads, or the address itself if it is none. */
export function unwrapLink(address: string): string {
  let current = address
  for (let layer = 0; layer < mostLayers && familiar.test(current); layer++) {
    const target = targetOf(current)
    if (target === undefined || !/^https?:\/\/[^/]/i.test(target) || URL.parse(target) === null) break
    current = target
  }
  return current
}

/** Returns true for a wrapper whose target only its service knows. */
export function isOpaqueWrapper(address: string): boolean {
  const tracked =
    /^https?:\/\/(?:substack\.com\/redirect\/|[\w.-]*\.list-manage\.com\/track\/click|[\w.-]*ct\.sendgrid\.net\/)/i
  return tracked.test(address) && unwrapLink(address) === address
}

function targetOf(address: string): string | undefined {
  const url = URL.parse(address)
  if (url === null) return undefined
  if (url.hostname === 'href.li') return decoded(address.slice(address.indexOf('?') + 1))
  if (url.hostname === 'substack.com') return substackTarget(url.pathname)
  if (url.hostname === 'disq.us') return url.searchParams.get('url')?.replace(/:[\w-]{20,40}$/, '')
  if (url.hostname.endsWith('urldefense.com') && url.pathname.startsWith('/v3/__')) return proofpointTarget(address)
  if (url.hostname.startsWith('urldefense.') && url.pathname === '/v2/url')
    return decoded((url.searchParams.get('u') ?? '').replaceAll('-', '%').replaceAll('_', '/'))
  const wrapper = wrappers.find(([host, path]) => host.test(url.hostname) && path.test(url.pathname))
  return wrapper?.[2].map((name) => url.searchParams.get(name)).find((value) => value !== null) ?? undefined
}

function decoded(text: string): string | undefined {
  if (/^https?:\/\//i.test(text)) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined // A damaged address stays as it is.
  }
}

/** Newer links of Substack's mails have their target in encoded JSON, `{"e":"https://…"}`. */
function substackTarget(path: string): string | undefined {
  const token = /^\/redirect\/2\/([\w-]+)/.exec(path)?.[1]
  if (token === undefined) return undefined
  try {
    const { e } = JSON.parse(atob(token.replaceAll('-', '+').replaceAll('_', '/')))
    return typeof e === 'string' ? e : undefined
  } catch {
    return undefined // A damaged token stays as it is.
  }
}

const runLengths = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Proofpoint's third form: `*` stands for a character, `**C` for a run of them; a code after the address has them in order. */
function proofpointTarget(address: string): string | undefined {
  const [, target, code = ''] = /\/v3\/__(.+?)__;([\w=-]*)!/.exec(address) ?? []
  if (target === undefined) return undefined
  try {
    const characters = atob(code.replaceAll('-', '+').replaceAll('_', '/'))
    let next = 0
    // The proxy also joins the two slashes of the scheme.
    return target.replace(/^(https?:\/)(?!\/)/, '$1/').replace(/\*\*([\w-])|\*/g, (_, run?: string) => {
      const length = run === undefined ? 1 : runLengths.indexOf(run) + 2
      next += length
      return encodeURI(characters.slice(next - length, next))
    })
  } catch {
    return undefined // A damaged code leaves the address as it is.
  }
}
