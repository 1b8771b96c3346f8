import { becameLink, type Construct, leftOut, type Place } from './construct.ts'
import { embedLink, mediaElement } from './embeds.ts'
import { parameter, readParameters } from './parameters.ts'

/** Shortcodes of WordPress whose text only some people may read. */
const restricted =
  /^(private|members?(_only|-only|only)?|member|restrict|restricted|paywall|memberful|rcp_.*|ihc-.*|pmpro.*|mepr.*|s2If|login|loggedin|is_logged_in|visitor|hide|hidden|secret|password|protected|wpmem_.*|membership)$/
/** Shortcodes that only wrap a text. */
const wrappers =
  /^(caption|wp_caption|embed|su_\w+|vc_\w+|et_pb_\w+|row|column|one_\w+|quote|center|size|color|fusion_\w+)$/
const known =
  /^(gallery|audio|video|playlist|embed|caption|wp_caption|youtube|vimeo|gist|tweet|twitter|instagram|soundcloud|googlemaps|contact-form(-7)?|toc|wpforms|ad|adsense|sharethis|jetpack_\w+|subscribe|newsletter|display-posts|recent_posts|polldaddy|poll|mc4wp_form|gravityform|blog_subscription_form)$/

const shortcode = /\[(\/?)([a-z][\w-]{1,40})((?:=|\s)[^[\]\n]{0,1000}?)?(\/?)\](?![(:[])/y
const attributes = /^\s+[\w-]+=["'“”]/

/** Reads a shortcode of WordPress. Others than the usual ones are recognized by their attributes. */
export function readShortcode({ src, pos }: Place): Construct | undefined {
  shortcode.lastIndex = pos
  const match = shortcode.exec(src)
  if (match === null) return undefined
  const [all, slash, name = '', rest = ''] = match
  const end = pos + all.length
  if (slash === '/') return known.test(name) || wrappers.test(name) || restricted.test(name) ? { end } : undefined
  const embedded =
    name === 'embed' ? /^\s*(https?:[^\s[\]]{1,500})\s*\[\/embed\]/.exec(src.slice(end, end + 600)) : null
  if (embedded?.[1])
    return { end: end + embedded[0].length, html: embedLink(name, [{ key: undefined, value: embedded[1] }]) ?? '' }
  const isClosed = src.indexOf(`[/${name}]`, end) >= 0
  if (restricted.test(name)) return isClosed ? { end, kind: 'conditional-text' } : undefined
  if (!known.test(name) && !wrappers.test(name) && !attributes.test(rest)) return undefined
  if (wrappers.test(name)) return isClosed || attributes.test(rest) ? { end } : undefined
  const parameters = readParameters(rest.replace(/^=/, ' '))
  const media = parameter(parameters, ['src', 'mp3', 'm4a', 'ogg', 'wav', 'mp4', 'webm', 'm4v', 'mov'])
  if ((name === 'audio' || name === 'video') && media) return { end, html: mediaElement(name, media) }
  const html = embedLink(name, parameters)
  return { end, kind: 'shortcode', ...(html === undefined ? { outcome: leftOut } : { html, outcome: becameLink }) }
}
