/** Outer opening and closing, then inner opening and closing marks. `es-MX` is preferred to `es`. */
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

/** Replaces apostrophes at the start of a word, which look like opening quotation marks: the '90s, rock 'n' roll. */
export function withApostrophes(text: string): string {
  return text.replace(/(?<![\p{L}\p{N}])'(?=\d\d(?:s|er)?\b|(?:tis|twas|em|til|cause|n')(?![\p{L}\p{N}]))/giu, '’')
}

/** Makes quotation marks straight, so that texts can be compared whatever marks they have. */
export function straightened(text: string): string {
  return text.replace(/[‘’‚‹›『』]/g, "'").replace(/\u00A0?[“”„«»「」]\u00A0?/g, '"')
}
