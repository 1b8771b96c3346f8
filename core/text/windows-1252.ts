/** What bytes 0x80 to 0x9F mean in windows-1252 (WHATWG Encoding, index-windows-1252). */
const highControls = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8DŽ\x8F\x90‘’“”•–—˜™š›œ\x9DžŸ'

/**
 * Decodes as TextDecoder does. Node 24.0 to 24.6 decode windows-1252 wrongly, hence our own table for it.
 * @throws {RangeError} for an unknown charset.
 * @throws {TypeError} for bytes that the charset does not have, if `fatal`.
 */
export function decodeAs(charset: string, bytes: Uint8Array, options: { readonly fatal?: boolean } = {}): string {
  const decoder = new TextDecoder(charset, options)
  if (decoder.encoding !== 'windows-1252') return decoder.decode(bytes)
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  return latin1.replace(/[\x80-\x9F]/g, (character) => highControls[character.charCodeAt(0) - 0x80] ?? character)
}
