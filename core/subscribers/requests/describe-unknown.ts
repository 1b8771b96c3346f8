import { digestTitle } from '../../issues/issue.ts'
import type { Publication } from '../../publication.ts'
import { cleanLine } from '../../text/clean-text.ts'
import type { LocaleMessages } from '../../text/locales.ts'
import { topicsMaximum } from '../limits.ts'
import type { Choices } from '../subscriber.ts'
import { hasTooManyTopics, type UnknownChoice, type VisitorRequest } from './read-choices.ts'

/** Topics that one message names. */
const namedTopics = 5

/** Says what a sign-up asked for and does not get, and what it gets instead. */
export function describeReplaced(
  request: VisitorRequest,
  unknown: readonly UnknownChoice[],
  { digest, timeZone }: Choices,
  publication: Publication,
  messages: LocaleMessages,
): readonly string[] {
  const texts = messages.page.choices
  const of = (field: keyof Choices) => unknown.filter((choice) => choice.field === field)
  return [
    ...of('digest').map(({ value }) =>
      texts.noSuchDigest({ name: cleanLine(value), digest: digestTitle(publication, digest, messages.locale) }),
    ),
    ...describeTopics(request, of('topics'), messages),
    ...of('timeZone').map(({ value }) => texts.noSuchTimeZone({ name: cleanLine(value), timeZone })),
    ...of('language').map(({ value }) => texts.noSuchLanguage({ name: cleanLine(value) })),
  ]
}

/** Says which topics were left out, because they do not exist or are too many. */
export function describeTopics(
  request: Pick<Partial<VisitorRequest>, 'topics'>,
  unknown: readonly UnknownChoice[],
  { page }: LocaleMessages,
): readonly string[] {
  const { noSuchTopics, tooManyTopics } = page.choices
  return [
    ...(unknown.length > 0 ? [noSuchTopics({ count: unknown.length, topics: listTopics(unknown) })] : []),
    ...(hasTooManyTopics(request) ? [tooManyTopics({ count: topicsMaximum })] : []),
  ]
}

export function listTopics(unknown: readonly UnknownChoice[]): string {
  const names = unknown.slice(0, namedTopics).map(({ value }) => cleanLine(value))
  return [...names, ...(unknown.length > namedTopics ? ['…'] : [])].join(', ')
}
