import { failureSources } from '../../core/failure-sources.ts'
import type { Failure } from '../../core/read-failure.ts'
import { countOf } from '../../core/text/count-of.ts'

/** Describes what was done with failed messages, a sentence or two for each source. @param removed from the dead-letter queue */
export function describeRedrive(removed: readonly Failure[]): readonly string[] {
  if (removed.length === 0) return ['Nothing to retry.']
  return [...Map.groupBy(removed, ({ source }) => source ?? '')].map(([source, failures]) =>
    failures.every(({ retry }) => retry?.kind === 'drop')
      ? `${source}: ${countOf(failures.length, 'message')} removed. ${afterRemoval(source)}`
      : `${source}: ${countOf(failures.length, 'message')} retried.`,
  )
}

/** Describes what a retry would do with failed messages, a sentence or two for each source. */
export function describeRetry(failures: readonly Failure[]): readonly string[] {
  return [...Map.groupBy(failures, ({ source }) => source ?? 'unknown')].map(([source, group]) => {
    const of = (...kinds: readonly string[]) =>
      group.filter(({ retry }) => kinds.includes(retry?.kind ?? 'none')).length
    const [again, removed, kept] = [of('send', 'command'), of('drop'), of('none')]
    const sentences = [
      ...(again > 0 ? [`${countOf(again, 'message')} will be processed again.`] : []),
      ...(removed > 0 ? [`${countOf(removed, 'message')} will be removed. ${afterRemoval(source)}`] : []),
      ...(kept > 0
        ? [`${countOf(kept, 'message')} will be kept: nobody can read or place ${kept === 1 ? 'it' : 'them'}.`]
        : []),
    ]
    return `${source}: ${sentences.join(' ')}`
  })
}

function afterRemoval(source: string): string {
  return failureSources[source]?.kind === 'stream'
    ? 'Their changes stay unannounced.'
    : 'The next run of the schedule does their work.'
}
