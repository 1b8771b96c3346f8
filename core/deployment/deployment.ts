/** The version of the code that writes the site, and the site's address. If either changes, every document may change. */
export type Release = {
  /** A hash of the bundles that decide what is published. */
  readonly version: string
  readonly siteUrl: string
}

/** The steps that bring the site up to date, in order: first what most readers see. */
export const steps = ['static', 'listings', 'documents', 'issues', 'articles', 'backfill', 'receipts'] as const
export type Step = (typeof steps)[number]

/** Where a walk continues. */
export type Place = {
  readonly step: Step
  /** The last listing, digest or key that was handled. With a `number`, the one that is being handled. */
  readonly after?: string
  /** The last closed document or issue of `after` that was handled. */
  readonly number?: number
}

/** The record of a walk through everything that a release may change. */
export type Deployment = Release & {
  /** Increases with every change, so that only one of two concurrent walks continues. */
  readonly revision: number
  readonly startedAt: string
  /** When it last advanced. */
  readonly updatedAt: string
  /** When the last message was queued. Undefined until then. */
  readonly finishedAt?: string
  readonly place: Place
  /** Number of messages that each step has queued. */
  readonly counts: Readonly<Record<Step, number>>
}

/** The result of handling one page of a step. */
export type Page = {
  /** Number of messages that were queued. */
  readonly messages: number
  /** Where the step continues. Undefined if it is done. */
  readonly next?: Omit<Place, 'step'> | undefined
}

/** The next thing to do: nothing, begin a walk, or continue the stored one. */
export type Decision =
  | { readonly kind: 'done' }
  | { readonly kind: 'begin'; readonly walk: Deployment }
  | { readonly kind: 'continue'; readonly walk: Deployment }

/** Decides how to complete a release. @param restart begins again, although the walk of this release has begun or finished */
export function decide(
  stored: Deployment | undefined,
  { version, siteUrl }: Release,
  now: Date,
  restart = false,
): Decision {
  const isSame = stored?.version === version && stored.siteUrl === siteUrl
  if (isSame && !restart) return stored.finishedAt ? { kind: 'done' } : { kind: 'continue', walk: stored }
  const at = now.toISOString()
  const walk: Deployment = {
    ...{ version, siteUrl, startedAt: at, updatedAt: at },
    revision: (stored?.revision ?? 0) + 1,
    place: { step: steps[0] },
    counts: { static: 0, listings: 0, documents: 0, issues: 0, articles: 0, backfill: 0, receipts: 0 },
  }
  return { kind: 'begin', walk }
}

/** Returns the walk after a page. */
export function advance(walk: Deployment, { messages, next }: Page, now: Date): Deployment {
  const { step } = walk.place
  const following = steps[steps.indexOf(step) + 1]
  return {
    ...walk,
    revision: walk.revision + 1,
    updatedAt: now.toISOString(),
    place: next ? { step, ...next } : { step: following ?? step },
    counts: { ...walk.counts, [step]: walk.counts[step] + messages },
    ...(!next && !following && { finishedAt: now.toISOString() }),
  }
}
