declare module 'markdown-it-mark' {
  import type MarkdownIt from 'markdown-it'

  // biome-ignore lint/style/noDefaultExport: the package has a default export
  export default function mark(markdown: MarkdownIt): void
}
