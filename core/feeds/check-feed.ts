/** What a feed's file contains. `problems` says what a feed reader would stumble over; it is empty for a valid feed. */
export type CheckedFeed = {
  readonly problems: readonly string[]
  readonly items: number
  /** The newest date of an item, ISO 8601. */
  readonly newest: string | undefined
}

/** Problems that are listed of one feed. */
const mostProblems = 5

/** Checks whether a feed is well-formed and has the elements that its format requires. */
export function checkFeed(text: string): CheckedFeed {
  return text.trimStart().startsWith('{') ? checkJson(text) : checkXml(text)
}

type Required = {
  readonly root: string
  readonly item: string
  readonly ofFeed: readonly string[]
  readonly ofItem: readonly string[]
}

const formats: Readonly<Record<string, Required>> = {
  rss: { root: 'rss/channel', item: 'rss/channel/item', ofFeed: ['title', 'link', 'description'], ofItem: ['guid'] },
  feed: { root: 'feed', item: 'feed/entry', ofFeed: ['id', 'title', 'updated'], ofItem: ['id', 'title', 'updated'] },
}
const dateNames = ['pubDate', 'published', 'updated']

function checkXml(text: string): CheckedFeed {
  const elements: Element[] = []
  const broken = walkXml(text, (element) => elements.push(element))
  if (broken !== undefined) return { problems: [broken], items: 0, newest: undefined }
  const format = formats[elements.at(-1)?.path ?? ''] // the root ends last
  if (!format) return { problems: ['It is neither RSS nor Atom.'], items: 0, newest: undefined }
  const problems = format.ofFeed
    .filter((name) => !elements.some(({ path }) => path === `${format.root}/${name}`))
    .map((name) => `The feed has no <${name}>.`)
  let own = new Set<string>()
  let items = 0
  const dates: string[] = []
  for (const { path, text: content } of elements) {
    if (path === format.item) {
      items += 1
      const missing = format.ofItem.filter((name) => !own.has(name))
      problems.push(...missing.map((name) => `Item ${items} has no <${name}>.`))
      own = new Set()
    } else if (path.startsWith(`${format.item}/`)) {
      const name = path.slice(format.item.length + 1)
      own.add(name)
      if (dateNames.includes(name)) dates.push(content)
    }
  }
  return { problems: problems.slice(0, mostProblems), items, newest: newestOf(dates) }
}

/** An element that has ended: the names of its ancestors and its own, and its text without that of its children. */
type Element = { readonly path: string; readonly text: string }

const token =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<!DOCTYPE[^>[]*>|<(\/?)([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y

/** Walks through a document. Returns what is not well-formed about it. */
function walkXml(text: string, end: (element: Element) => void): string | undefined {
  const lineAt = (at: number) => text.slice(0, at).split('\n').length
  const control = /[\p{Cc}--[\t\n\r]]/v.exec(text)
  if (control) return `Line ${lineAt(control.index)}: a control character, which XML forbids.`
  const open: { readonly name: string; text: string }[] = []
  const reader = new RegExp(token)
  let roots = 0
  while (reader.lastIndex < text.length) {
    const at = reader.lastIndex
    const found = reader.exec(text)
    if (!found) return `Line ${lineAt(at)}: not well-formed at "${text.slice(at, at + 30)}".`
    const [, data, closing, name, attributes = '', empty, characters] = found
    const entity = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i.exec(characters ?? attributes)
    if (entity) return `Line ${lineAt(at)}: an "&" that begins no known entity.`
    const current = open.at(-1)
    if (current) current.text += data ?? characters ?? ''
    else if (characters?.trim()) return `Line ${lineAt(at)}: text outside of the root element.`
    if (name === undefined) continue
    if (closing === '') {
      if (!current) roots += 1
      open.push({ name, text: '' })
      if (empty !== '/') continue
    } else if (current?.name !== name) return `Line ${lineAt(at)}: </${name}> ends what <${current?.name}> began.`
    const path = open.map((each) => each.name).join('/')
    end({ path, text: open.pop()?.text ?? '' })
  }
  if (open.length > 0) return `<${open.at(-1)?.name}> is never closed.`
  return roots === 1 ? undefined : 'It needs exactly one root element.'
}

function checkJson(text: string): CheckedFeed {
  const feed = parse(text)
  if (!isRecord(feed)) return { problems: ['It is not a JSON object.'], items: 0, newest: undefined }
  const items = Array.isArray(feed.items) ? feed.items.map((item) => (isRecord(item) ? item : {})) : []
  const problems = [
    ...(String(feed.version).startsWith('https://jsonfeed.org/version/1')
      ? []
      : ['The version is not that of JSON Feed 1.']),
    ...(typeof feed.title === 'string' ? [] : ['The feed has no title.']),
    ...(Array.isArray(feed.items) ? [] : ['The feed has no items.']),
    ...items.flatMap(({ id }, at) => (typeof id === 'string' && id !== '' ? [] : [`Item ${at + 1} has no id.`])),
  ]
  const newest = newestOf(items.map(({ date_published }) => String(date_published)))
  return { problems: problems.slice(0, mostProblems), items: items.length, newest }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function newestOf(dates: readonly string[]): string | undefined {
  const times = dates.map((date) => Date.parse(date)).filter((time) => !Number.isNaN(time))
  return times.length === 0 ? undefined : new Date(Math.max(...times)).toISOString()
}
