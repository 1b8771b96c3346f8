/**
 * Reads a list of tags, as DKIM and DMARC records have them: `name=value` separated by semicolons (RFC 6376 §3.2).
 * Returns undefined if it has a part that is no tag, or the same tag twice. White space around names and values is ignored.
 */
export function readTags(text: string): ReadonlyMap<string, string> | undefined {
  const parts = text.split(';').map((part) => part.trim())
  if (parts.at(-1) === '') parts.pop()
  const tags = new Map<string, string>()
  for (const part of parts) {
    const at = part.indexOf('=')
    const name = part.slice(0, at).trimEnd()
    if (at < 0 || !/^[A-Za-z][A-Za-z0-9_]*$/.test(name) || tags.has(name)) return undefined
    tags.set(name, part.slice(at + 1).trim())
  }
  return tags
}
