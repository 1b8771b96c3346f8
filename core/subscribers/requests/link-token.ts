/** The parts of a token. The last one is always 22 characters long, so the text after it does not belong to the token. */
const tokenPattern = /[\w-]+\.[\w-]+\.\w*\.[\w-]{22}/
/** The same, after a character that belongs to no token, and anywhere in a text. */
const tokensPattern = new RegExp(`(?<![\\w-])${tokenPattern.source}`, 'g')
/** Line breaks and spaces that mail programs add to long links, and characters without width. */
const added = /=\r?\n|[\s\p{Default_Ignorable_Code_Point}\p{Cf}]+/gu

/**
 * Returns the token of a link, without what copying added around or inside it: `/unsubscribe?t=….`, `&amp;t=…`, `t=3D…`.
 * Only characters that no token contains are left out, so the signature proves as much as before.
 */
export function readToken(url: string): string {
  const parameters = [...new URL(url).searchParams]
  const texts = parameters.filter(([name]) => /^(amp;)?t$/i.test(name)).map(([, value]) => value)
  const tidied = texts.map((text) => text.replace(added, '').replace(/^[=<"'\s]*(3D)?/i, ''))
  return tidied.flatMap((text) => tokenPattern.exec(text)?.[0] ?? []).at(0) ?? tidied[0] ?? ''
}

/** Returns what may be tokens in a text, first those without spaces inside. Verify them. */
export function findTokens(text: string): readonly string[] {
  const texts = [text, text.replace(added, '')]
  return [...new Set(texts.flatMap((each) => each.match(tokensPattern) ?? []))]
}
