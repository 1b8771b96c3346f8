import type { StateCore } from 'markdown-it'

/**
 * A code span, or the address of a link whose file name contains spaces: `](my photo (1).png "Title")`. The lengths are
 * bounded, so that the search takes linear time.
 */
const address =
  /`+[^`]{0,2000}`+|\]\([ \t]*((?:[^()<>\n"'`]|\([^()<>\n"'`]{0,80}\)){1,200}?\.\w{1,8}(?:[?#][^\s()<>"'`]{0,100})?)([ \t]+"[^"\n]{0,300}")?([ \t]+=\d{0,4}%?x?\d{0,4}%?)?[ \t]*\)/g

/**
 * Reads addresses with spaces, as Obsidian and Typora write them: CommonMark requires `<` and `>` around these. Removes the
 * size of a picture, `=200x100`.
 */
export function readSpacedAddresses({ tokens }: StateCore): void {
  for (const token of tokens) {
    if (token.type !== 'inline' || !token.content.includes('](')) continue
    token.content = token.content.replace(address, (whole: string, path?: string, title = '', size?: string) =>
      path === undefined || !(size || /\s|\(/.test(path.trim())) ? whole : `](<${path.trim()}>${title})`,
    )
  }
}
