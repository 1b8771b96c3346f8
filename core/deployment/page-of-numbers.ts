import type { Page, Place } from './deployment.ts'
import { messagesPerPage } from './limits.ts'

/** A listing or a digest, with the number of its closed documents or issues. They are numbered from 1. */
type Series<Name> = { readonly name: Name; readonly count: number }

type NumberPage<Name> = {
  readonly numbers: readonly { readonly name: Name; readonly number: number }[]
  readonly next: Page['next']
}

/**
 * Chooses the closed documents or issues of one page.
 * @param series in order; the first may be the one in which the previous page ended
 * @param rest where to continue after all of them; undefined if there are no more
 */
export function pageOfNumbers<Name extends string>(
  series: readonly Series<Name>[],
  { after, number = 0 }: Pick<Place, 'after' | 'number'>,
  rest?: Page['next'],
): NumberPage<Name> {
  const numbers: { name: Name; number: number }[] = []
  for (const { name, count } of series) {
    const handled = name === after ? number : 0
    const last = Math.min(count, handled + messagesPerPage - numbers.length)
    for (let each = handled + 1; each <= last; each += 1) numbers.push({ name, number: each })
    if (last < count) return { numbers, next: { after: name, number: last } }
  }
  return { numbers, next: rest }
}
