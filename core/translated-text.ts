/** A text of publication.json: the same in every language, or one for each (BCP 47): `{ "en": "Maps", "de": "Karten" }`. */
export type TranslatedText = string | Readonly<Record<string, string>>

/**
 * Returns the text in the first of these languages that has one, as RFC 4647 §3.4 looks it up: `de` serves readers of
 * `de-AT`. `de-AT` serves readers of `de`, too, if nothing matches better. Without a match, it is the first text.
 */
export function translate(text: TranslatedText, ...languages: readonly string[]): string {
  if (typeof text === 'string') return text
  return languages.map((language) => findTranslation(text, language)).find(Boolean) ?? allTranslations(text)[0] ?? ''
}

export function findTranslation(texts: Readonly<Record<string, string>>, language: string): string | undefined {
  const subtags = language.toLowerCase().split('-')
  const entries = Object.entries(texts).map(([tag, text]) => [tag.toLowerCase(), text] as const)
  for (let length = subtags.length; length > 0; length -= 1) {
    const wanted = subtags.slice(0, length).join('-')
    const match = entries.find(([tag]) => tag === wanted)
    if (match) return match[1]
  }
  return entries.find(([tag]) => tag.split('-')[0] === subtags[0])?.[1]
}

/** Returns the text in all its languages. */
export function allTranslations(text: TranslatedText): readonly string[] {
  return typeof text === 'string' ? [text] : Object.values(text)
}
