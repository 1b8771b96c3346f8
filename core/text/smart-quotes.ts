/** The outer opening and closing marks of each language, then the inner ones. `es-MX` takes precedence over `es`. */
const quotes: Readonly<Record<string, readonly string[]>> = {
  cs: ['„', '“', '‚', '‘'],
  da: ['»', '«', '›', '‹'],
  de: ['„', '“', '‚', '‘'],
  'de-CH': ['«', '»', '‹', '›'],
  el: ['«', '»', '“', '”'],
  es: ['«', '»', '“', '”'],
  'es-MX': ['“', '”', '‘', '’'],
  fi: ['”', '”', '’', '’'],
  fr: ['«\u00A0', '\u00A0»', '‹\u00A0', '\u00A0›'],
  'fr-CH': ['«', '»', '‹', '›'],
  hu: ['„', '”', '»', '«'],
  it: ['«', '»', '“', '”'],
  ja: ['「', '」', '『', '』'],
  nb: ['«', '»', '‘', '’'],
  no: ['«', '»', '‘', '’'],
  pl: ['„', '”', '«', '»'],
  pt: ['«', '»', '“', '”'],
  'pt-BR': ['“', '”', '‘', '’'],
  ro: ['„', '”', '«', '»'],
  ru: ['«', '»', '„', '“'],
  sk: ['„', '“', '‚', '‘'],
  sv: ['”', '”', '’', '’'],
  uk: ['«', '»', '„', '“'],
}
const english: readonly string[] = ['“', '”', '‘', '’']

/** Returns the quotation marks of a language (BCP 47), or the English ones. */
export function quotesOf(language: string): string[] {
  const [base = ''] = language.split('-', 1)
  const region = /-([A-Za-z]{2})\b/.exec(language)?.[1]?.toUpperCase()
  return [...(quotes[`${base}-${region}`] ?? quotes[base.toLowerCase()] ?? english)]
}

/** Replaces apostrophes at the start of a word, which would be taken for opening quotation marks: the '90s, rock 'n' roll. */
export function withApostrophes(text: string): string {
  return text.replace(/(?<![\p{L}\p{N}])'(?=\d\d(?:s|er)?\b|(?:tis|twas|em|til|cause|n')(?![\p{L}\p{N}]))/giu, '’')
}

/** Replaces quotation marks by straight ones, so that texts with different marks compare as equal. */
export function straightened(text: string): string {
  return text.replace(/[‘’‚‹›『』]/g, "'").replace(/\u00A0?[“”„«»「」]\u00A0?/g, '"')
}
