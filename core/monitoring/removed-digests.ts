import type { Publication } from '../publication.ts'
import { countOf } from '../text/count-of.ts'
import { nearest } from '../text/nearest.ts'

/** A digest that publication.json no longer contains, although confirmed subscribers have chosen it. */
export type RemovedDigest = {
  readonly digest: string
  /** Number of confirmed subscribers who get no mail because of it. */
  readonly readers: number
  /** Whether there are more readers than were counted. */
  readonly more: boolean
  /** Number of articles that wait for its next issue, counted up to 100. */
  readonly waiting: number
}

/** Describes removed digests for the operator, a sentence or more for each, with the command that moves their readers. */
export function describeRemovedDigests(
  removed: readonly RemovedDigest[],
  { digests }: Pick<Publication, 'digests'>,
): readonly string[] {
  const names = Object.keys(digests)
  return removed.map(({ digest, readers, more, waiting }) => {
    const to = nearest(digest, names) ?? names[0]
    const subject = `${more ? 'More than ' : ''}${countOf(readers, 'confirmed subscriber')}`
    const verb = readers === 1 && !more ? 'gets' : 'get'
    const articles =
      waiting > 0 ? ` ${countOf(waiting, 'article')} will not be mailed to them unless you add it again.` : ''
    const fix =
      to === undefined
        ? ' Add it again, or another digest.'
        : ` Move them to another digest: npx postrider subscribers move ${digest} ${to}`
    return `${subject} ${verb} the digest ${digest}, which publication.json no longer contains, and so no mail.${articles}${fix}`
  })
}
