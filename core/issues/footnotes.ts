/** Links of a plain text, as numbers in it and a list at its end. */
export type Footnotes = {
  /** `[3]`; the same address has the same number. */
  mark(url: string): string
  /** `[3] https://…`, in order. */
  list(): readonly string[]
}

export function createFootnotes(): Footnotes {
  const urls: string[] = []
  return {
    mark: (url) => {
      if (!urls.includes(url)) urls.push(url)
      return `[${urls.indexOf(url) + 1}]`
    },
    list: () => urls.map((url, index) => `[${index + 1}] ${url}`),
  }
}

/** Turns the links of an article's text, `words <https://…>`, into footnotes. */
export function footnoteLinks(text: string, footnotes: Footnotes): string {
  return text.replace(/<((?:https?|mailto|tel):[^<>\s]+)>/g, (_link, url: string) => footnotes.mark(url))
}
