/** Returns whether robots that robots.txt does not name may read the front page (RFC 9309 §2.2). */
export function mayReadSite(robots: string): boolean {
  let isForAll = false
  let inAgents = false
  let longest = { length: -1, isAllowed: true }
  for (const line of robots.split(/\r\n|\r|\n/)) {
    const [, name = '', value = ''] = /^\s*([A-Za-z-]+)\s*:([^#]*)/.exec(line) ?? []
    const rule = name.toLowerCase()
    const path = value.trim()
    if (rule === 'user-agent') {
      isForAll = (inAgents && isForAll) || path === '*'
      inAgents = true
    } else if (rule === 'allow' || rule === 'disallow') {
      inAgents = false
      const matches = isForAll && /^\/?\*?\$?$/.test(path) && path !== ''
      const isStronger = path.length > longest.length || (path.length === longest.length && rule === 'allow')
      if (matches && isStronger) longest = { length: path.length, isAllowed: rule === 'allow' }
    }
  }
  return longest.isAllowed
}
