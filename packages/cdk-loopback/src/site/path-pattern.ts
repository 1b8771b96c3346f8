/** Matches CloudFront's path patterns: `*` is any text, `?` any one character, case counts, a leading slash is optional. */
export function matchesPattern(pattern: string, path: string): boolean {
  const anchored = pattern.startsWith('/') || pattern.startsWith('*') ? pattern : `/${pattern}`
  return wildcard(anchored).test(normalizePath(path))
}

/** Returns a pattern with `*` and `?` as a regular expression over the whole text. */
export function wildcard(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.')
  return new RegExp(`^${source}$`, 's')
}

/** Normalizes by RFC 3986 section 6.2.2 and joins repeated slashes, as CloudFront does only to compare with patterns. */
function normalizePath(path: string): string {
  const decoded = path.replace(/%[0-9a-f]{2}/gi, (octet) => {
    const character = String.fromCharCode(Number.parseInt(octet.slice(1), 16))
    return /[A-Za-z0-9._~-]/.test(character) ? character : octet.toUpperCase()
  })
  const kept: string[] = []
  for (const segment of decoded
    .replace(/\/{2,}/g, '/')
    .split('/')
    .slice(1)) {
    if (segment === '..') kept.pop()
    else if (segment !== '.') kept.push(segment)
  }
  return `/${kept.join('/')}`
}

/** Decodes the escapes of a path; undefined if they are not UTF-8. A plus sign stays a plus sign. */
export function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
