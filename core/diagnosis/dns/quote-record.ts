/** Characters of a record that are shown. */
const longest = 120

/**
 * Quotes the text of a DNS record for people. Anybody may have written it, so control characters and those that turn the
 * direction of text are escaped, and a long text is cut.
 */
export function quoteRecord(text: string): string {
  const shown = text.length > longest ? `${text.slice(0, longest)}…` : text
  const escaped = shown.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}"\\]/gu, (character) =>
    /["\\]/.test(character) ? `\\${character}` : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  )
  return `"${escaped}"`
}
