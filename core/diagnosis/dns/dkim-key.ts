import { readTags } from './tag-list.ts'

/**
 * Returns the state of a key record (RFC 6376 §3.6.1): an empty `p` revokes the key, and one without `p`, or of another
 * version, is none.
 */
export function readDkimKey(text: string): 'valid' | 'revoked' | 'invalid' {
  const tags = readTags(text)
  const key = tags?.get('p')?.replaceAll(/\s/g, '')
  if (tags === undefined || key === undefined || (tags.has('v') && !/^\s*v\s*=\s*DKIM1\s*(;|$)/.test(text)))
    return 'invalid'
  if (key === '') return 'revoked'
  return /^[A-Za-z0-9+/]+={0,2}$/.test(key) ? 'valid' : 'invalid'
}
