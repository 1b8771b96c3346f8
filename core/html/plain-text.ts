import { compile, type HtmlToTextOptions } from 'html-to-text'

const headings = ['h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
  selector,
  options: { uppercase: false, leadingLineBreaks: 2 },
}))

const options: HtmlToTextOptions = {
  wordwrap: false,
  selectors: [
    ...headings,
    { selector: 'a', options: { linkBrackets: ['<', '>'], hideLinkHrefIfSameAsText: true, ignoreHref: false } },
    { selector: 'img', format: 'altText' },
    { selector: 'table', format: 'dataTable', options: { uppercaseHeaderCells: false, maxColumnWidth: 40 } },
    { selector: 'ul', options: { itemPrefix: '- ' } },
    { selector: 'dl', format: 'block' },
    ...['dt', 'dd'].map((selector) => ({
      selector,
      format: 'block',
      options: { leadingLineBreaks: 1, trailingLineBreaks: 1 },
    })),
    { selector: 'q', format: 'inlineSurround', options: { prefix: '“', suffix: '”' } },
  ],
  formatters: {
    // The address of a picture is of no use in plain text.
    altText(element, _walk, builder) {
      const alt: unknown = element.attribs?.alt
      if (typeof alt === 'string' && alt !== '') builder.addInline(`[${alt}]`)
    },
  },
}

let convert: ReturnType<typeof compile> | undefined

/** Converts the mail form of a body to plain text. */
export function toPlainText(html: string): string {
  convert ??= compile(options) // not when the module is loaded: most issues contain nothing to convert
  return convert(html).trim()
}
