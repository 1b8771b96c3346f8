/** Opening and closing, outer then inner, as a language writes them; `-` and its region come before the language. */
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

/** The quotation marks of a language (BCP 47); English ones where we do not know better. */
export function quotesOf(language: string): string[] {
  const [base = ''] = language.split('-', 1)
  const region = /-([A-Za-z]{2})\b/.exec(language)?.[1]?.toUpperCase()
  return [...(quotes[`${base}-${region}`] ?? quotes[base.toLowerCase()] ?? english)]
}

/** Left out letters and digits at the start of a word, which look like an opening quotation: the '90s, rock 'n' roll. */
export function withApostrophes(text: string): string {
  return text.replace(/(?<![\p{L}\p{N}])'(?=\d\d(?:s|er)?\b|(?:tis|twas|em|til|cause|n')(?![\p{L}\p{N}]))/giu, '’')
}

/** Compares texts whose quotation marks may be straight in one and not in the other. */
export function straightened(text: string): string {
  return text.replace(/[‘’‚‹›『』]/g, "'").replace(/\u00A0?[“”„«»「」]\u00A0?/g, '"')
}
