import { createHash } from 'node:crypto'
import { Agent, get, type IncomingMessage } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { XmlDocument } from 'libxml2-wasm'

const paths = ['feed.xml', 'atom.xml', 'feed.json', 'topics/case-0/feed.xml', 'sitemap.xml']
/** Milliseconds between reads. */
const interval = 20

/**
 * Reads the feeds again and again, as readers do, half of them compressed. `end` stops and returns what no reader may see:
 * a document that is not well-formed, an ETag that is not that of its bytes, or an ETag that comes with other bytes later.
 */
export function watchFeeds(site: string): { end(): Promise<string[]>; readonly reads: number } {
  const problems = new Set<string>()
  const checked = new Set<string>()
  const agent = new Agent({ keepAlive: true })
  let stopped = false
  let reads = 0

  async function read(path: string, isCompressed: boolean): Promise<void> {
    const { response, bytes } = await fetchBytes(`${site}/${path}`, isCompressed, agent)
    reads += 1
    if (response.statusCode === 404) return
    if (response.statusCode !== 200) return void problems.add(`a reader gets ${response.statusCode} for ${path}`)
    const etag = response.headers.etag ?? ''
    const hash = createHash('md5').update(bytes).digest('hex')
    if (etag !== `"${hash}"`) problems.add(`the ETag of ${path} is not that of its bytes`)
    if (checked.has(hash)) return
    checked.add(hash)
    const body = response.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes
    if (!isWellFormed(path, body.toString('utf8'))) problems.add(`a reader gets a torn ${path}`)
  }

  const watching = (async () => {
    for (let turn = 0; !stopped; turn += 1) {
      const path = paths[turn % paths.length] ?? ''
      await read(path, turn % 2 === 0).catch((error) => problems.add(`a reader gets no ${path}: ${error}`))
      await new Promise((resolve) => setTimeout(resolve, interval))
    }
  })()
  return {
    get reads() {
      return reads
    },
    end: async () => {
      stopped = true
      await watching
      agent.destroy()
      return [...problems]
    },
  }
}

function fetchBytes(url: string, isCompressed: boolean, agent: Agent) {
  return new Promise<{ response: IncomingMessage; bytes: Buffer }>((resolve, reject) => {
    get(url, { agent, headers: { 'accept-encoding': isCompressed ? 'gzip' : 'identity' } }, (response) => {
      Array.fromAsync(response as AsyncIterable<Buffer>).then(
        (chunks) => resolve({ response, bytes: Buffer.concat(chunks) }),
        reject,
      )
    }).on('error', reject)
  })
}

function isWellFormed(path: string, text: string): boolean {
  try {
    if (path.endsWith('.json')) JSON.parse(text)
    else XmlDocument.fromString(text).dispose()
    return true
  } catch {
    return false
  }
}
