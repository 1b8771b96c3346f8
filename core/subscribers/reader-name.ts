import { cleanLine } from '../text/clean-text.ts'
import { nameMaximum } from './limits.ts'
import type { Subscriber } from './subscriber.ts'

/** Nobody sees these characters. In a word of some scripts, two of them decide how letters are joined. */
const invisible =
  /(?<!\p{L}\p{M}{0,3})[\u200c\u200d]|[[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Co}]--[\u200c\u200d]]/gv
const joiners =
  /(?<=[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]\p{M}{0,3})[\u200c\u200d]|[\u200c\u200d](?!\p{L})/gu

/** What mail programs turn into a link. `Dr.Smith` and `J.R.R. Tolkien` are names, `dr.smith` and `EVIL.COM` are addresses. */
const addresses = [
  /@|:\/\/|www\.|\d+\.\d+\.\d+\.\d+/i,
  /[\p{L}\p{N}_-]{2,}\.[a-z\u0400-\u04ff]{2,}(?![\p{L}\p{N}])|\.[a-z]{2,}\//u,
  /[\p{L}\p{N}_-]\.(?:com|net|org|info|biz|xyz|top|site|shop|online|club|app|link|click|live|store|icu|vip)(?![\p{L}\p{N}])/iu,
  /[\p{L}\p{N}_-]{3,}\.(?:ai|at|br|ca|cc|ch|cn|co|de|es|eu|fr|gl|in|io|it|jp|ly|me|nl|pl|ru|tv|uk|us)(?![\p{L}\p{N}])/iu,
] as const
const markup = /[<>{}]|&#?\w+;|\p{M}{5}/u
/** What programs write if they know no name. */
const absent = /^(?:null|NULL|undefined|nil|n\/a|N\/A|\\N|[-–—.?_]+)$/

/** Whether a text that someone typed as a name can be used. `name` is empty if there is none. */
export type ReadName =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'refused'; readonly reason: 'long' | 'address' | 'odd' }

/** Reads a name as it is stored and mailed: in one line, without invisible characters. */
export function readName(typed: string): ReadName {
  const name = cleanLine(cleanLine(typed.slice(0, typedNameMaximum)).replace(invisible, '').replace(joiners, ''))
  if (name === '' || absent.test(name)) return { kind: 'name', name: '' }
  const plain = name.normalize('NFKC').replaceAll('。', '.')
  if (addresses.some((pattern) => pattern.test(plain))) return { kind: 'refused', reason: 'address' }
  if ([...name].length > nameMaximum || typed.length > typedNameMaximum) return { kind: 'refused', reason: 'long' }
  if (markup.test(plain) || !/\p{L}/u.test(name) || name.includes('\ufffd')) return { kind: 'refused', reason: 'odd' }
  return { kind: 'name', name }
}

/** Characters that are read of what someone typed. */
const typedNameMaximum = 1_000

/**
 * Returns the name that mails may contain. Anyone can enter a name with the address of somebody else, so it is in no mail
 * before that person has confirmed.
 */
export function mailedName({ state, confirmedAt, name }: Pick<Subscriber, 'state' | 'confirmedAt' | 'name'>) {
  return state === 'pending' || confirmedAt === undefined ? undefined : name || undefined
}
