import { elementsOf, textOf } from '../../html/tree.ts'
import { warning } from '../../problem.ts'
import type { RawManuscript } from '../manuscript.ts'

/** A date or a time stamp in front of a name, as Jekyll and note programs write it. */
const stamp =
  /^(?:(?:1[5-9]|2[01])\d\d[-_. ]?\d\d?[-_. ]?\d\d?(?:[T_ -]?\d{2}[-.:_h]?\d\d(?:[-.:_]?\d\d)?)?)(?=[-_. ])[-_. ]+/
/** What Notion, and multilingual sites, add to a name. */
const suffix = /[ -][0-9a-f]{32}$|\.[a-z]{2}(?:-[a-z]{2,4})?$/i
const indexes = /^_?(?:index|readme|page)$/i
/** Names that programs give, or people who do not want to choose one. */
const placeholder =
  /\b(?:un)?titled|\btit(?:le|re|el|ulo|olo)\b|título|unbenannt|namenlos|tytułu|назван|标题|標題|命名|無題|無標|제목|^(?:a|an|the|new|old|copy|of|no|bad|good|some|empty|neue?s?|nouve(?:au|lle)|nuev[ao]|index|readme|pages?|posts?|blogs?|articles?|articulos?|artikel|beitrag|content|notes?|notiz|notas?|nota|docs?|documents?|dokument|documento|files?|text|texts|letters?|drafts?|tests?|temp|tmp|examples?|samples?|exports?|uploads?|daily|journal|inbox|img|image|scan|[^\p{L}])*$/iu
/** Ids: hexadecimal numbers, and long words of digits, small and capital letters. */
const id = /^[0-9a-f-]{8,}$|(?=\w*\d\w*[A-Z]\w*[a-z])\w{10,}|(?=\w*[a-z]\w*[A-Z]\w*\d)\w{10,}|[0-9a-f]{16}/

/**
 * Takes the title from the name of a file without any, as Obsidian, Quartz, Logseq and Jekyll do. A name that nobody
 * chose as a title, such as `untitled.md`, is none, and an article without text has none to protect.
 */
export function titleByPath(raw: RawManuscript, key: string, fix: string): RawManuscript {
  if ((raw.title?.trim() && !raw.treeOfParts) || key.endsWith('.txt') || !hasContent(raw)) return raw
  const title = titleIn(key)
  if (title === undefined) return raw
  const message = `The file has no title, so its name is the title: "${title}".`
  const tree = raw.treeOfParts ?? raw.tree
  return { ...raw, title, tree, problems: [...raw.problems, warning('title-from-path', message, { fix })] }
}

function hasContent({ tree }: RawManuscript): boolean {
  return textOf(tree).trim() !== '' || elementsOf(tree).some(({ tagName }) => /^(?:img|video|audio)$/.test(tagName))
}

/** Returns the title in a key; undefined if its name is no title. The folder of an `index.md` counts as its name. */
function titleIn(key: string): string | undefined {
  const names = key.normalize().split('/').slice(1)
  const file =
    names
      .pop()
      ?.replace(/\.\w+$/, '')
      .replace(suffix, '') ?? ''
  const whole = (indexes.test(file) ? names.pop()?.replace(suffix, '') : file) ?? ''
  const isDated = stamp.test(whole)
  const name = whole.replace(stamp, '')
  const words = name.includes(' ') ? name : name.replaceAll(/[-_]+/g, ' ')
  const title = words.trim()
  if (placeholder.test(title) || id.test(name)) return undefined
  return isDated || isChosen(title)
    ? title.replace(/^\p{Ll}(?=[\p{Ll}'’-]*(?: |$))/u, (letter) => letter.toUpperCase())
    : undefined
}

/** True for more than a word or two in small letters, which may be a mere name for a file. */
function isChosen(title: string): boolean {
  return (
    /[\p{Lu}\p{Lo}]|^v?\d+\.\d/u.test(title) || title.split(' ').filter((word) => /\p{L}{2}/u.test(word)).length > 2
  )
}
