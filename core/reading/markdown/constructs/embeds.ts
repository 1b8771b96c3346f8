import { escapeHtml } from '../../../text/escape-html.ts'
import { type Parameter, parameter } from './parameters.ts'

/** Addresses of what shortcodes embed, by the name of the shortcode. */
const players: Readonly<Record<string, string>> = {
  youtube: 'https://www.youtube.com/watch?v=',
  vimeo: 'https://vimeo.com/',
  gist: 'https://gist.github.com/',
  instagram: 'https://www.instagram.com/p/',
  codepen: 'https://codepen.io/pen/',
  soundcloud: 'https://soundcloud.com/',
  spotify: 'https://open.spotify.com/',
  dailymotion: 'https://www.dailymotion.com/video/',
}

/** Renders an image with its caption; undefined without an address. */
export function figure(parameters: readonly Parameter[]): string | undefined {
  const src = parameter(parameters, ['src', 'link', 'url', 'image'], 0)
  if (src === undefined || src === '') return undefined
  const caption = parameter(parameters, ['caption', 'title'])
  const alt = parameter(parameters, ['alt'], 1) ?? caption ?? ''
  const image = `<img src="${escapeHtml(src)}" alt="${escapeHtml(alt)}">`
  return caption ? `<figure>${image}<figcaption>${escapeHtml(caption)}</figcaption></figure>` : image
}

/** Renders a link to a video, a post or a piece of code that a shortcode embeds; undefined if the address is unknown. */
export function embedLink(name: string, parameters: readonly Parameter[]): string | undefined {
  const base = Object.hasOwn(players, name) ? players[name] : undefined
  const values = parameters.map(({ value }) => value)
  const url = values.find((value) => /^https?:\/\//.test(value))
  if (url !== undefined) return link(url, labelOf(parameters))
  if (/^(x|tweet|twitter)$/.test(name)) return tweet(parameters)
  const id = parameter(parameters, ['id', 'src'], 0)
  if (base === undefined || !id || !/^[\w./-]{1,80}$/.test(id)) return undefined
  const second = name === 'gist' ? parameter(parameters, [], 1) : undefined
  return link(base + id + (second && !id.includes('/') ? `/${second}` : ''))
}

function tweet(parameters: readonly Parameter[]): string | undefined {
  const user = parameter(parameters, ['user'])
  const id = parameter(parameters, ['id'], 0)
  return id && /^\d+$/.test(id) ? link(`https://x.com/${encodeURIComponent(user ?? 'i')}/status/${id}`) : undefined
}

/** Renders a sound or a film beside the article. */
export function mediaElement(tag: 'audio' | 'video', src: string): string {
  return `<${tag} controls src="${escapeHtml(src)}"></${tag}>`
}

function link(url: string, label = url.replace(/^https:\/\/(www\.)?/, '')): string {
  return `<a href="${escapeHtml(url)}">${escapeHtml(label)}</a>`
}

/** Returns the words of a tag that is a link: `{% indieweblink "Ada Byron", "https://ada.example/" %}`. */
function labelOf(parameters: readonly Parameter[]): string | undefined {
  const named = parameter(parameters, ['text', 'label', 'title', 'name', 'caption'])
  const first = parameters.find(
    ({ key, value }) => key === undefined && /^(?!https?:)(?:\p{Lu}\p{L}+|\S+ \S)/u.test(value),
  )
  return named || first?.value
}
