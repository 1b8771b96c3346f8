declare module 'markdown-it-footnote' {
  import type MarkdownIt from 'markdown-it'

  // biome-ignore lint/style/noDefaultExport: the package has a default export
  export default function footnote(markdown: MarkdownIt): void
}
