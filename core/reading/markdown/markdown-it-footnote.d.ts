declare module 'markdown-it-footnote' {
  import type MarkdownIt from 'markdown-it'

  // biome-ignore lint/style/noDefaultExport: it is the package's
  export default function footnote(markdown: MarkdownIt): void
}
