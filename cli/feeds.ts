import type { Command } from 'commander'
import { sumReaders } from '../core/audience/count-readers.ts'
import { type Audience, readAudience } from '../operations/read-audience.ts'
import { onStack } from './connect.ts'
import { table } from './report.ts'

const examples = `
Examples:
  postrider feeds
  postrider feeds --json | jq '.feeds[] | {path, weeks}'`

export function define(command: Command): void {
  command
    .description('list the feeds with the number of their readers per week')
    .addHelpText('after', examples)
    .action(
      onStack(async (stack, report) => {
        const audience = await readAudience(stack, new Date())
        report.answer(audience, describeAudience(audience))
      }),
    )
}

/** Weeks in the table. */
const shownWeeks = 4
/** Feeds in the table. */
const shownFeeds = 50

/** Describes the audience as a table with a column for each of the last weeks. */
export function describeAudience({ counted, newestDay, feeds }: Audience): string[] {
  const off = counted
    ? []
    : [
        'Readers are not counted. Set "feedAudience": true in publication.json and deploy, or restart a local stack. See docs/feed-audience.md.',
      ]
  if (newestDay === undefined) {
    const soon = counted ? ['No day has been counted yet: the readers of a day are counted the next morning.'] : off
    return [...feeds.map(({ url }) => url), ...soon]
  }
  const weeks = [...new Set(feeds.flatMap((feed) => feed.weeks.map(({ week }) => week)))].toSorted().slice(-shownWeeks)
  const rows = feeds.slice(0, shownFeeds).map(({ url, newest, weeks: own }) => {
    const counts = weeks.map((each) => String(own.find(({ week }) => week === each)?.readers ?? '-'))
    const services = Object.entries(newest?.services ?? {}).map(([name, count]) => `${name} ${count}`)
    return [url, String(newest ? sumReaders(newest) : 0), ...counts, services.join(', ')]
  })
  const head = ['feed', newestDay, ...weeks.map((week) => `week ${week}`), 'through']
  const rest = feeds.length > shownFeeds ? [`${feeds.length - shownFeeds} more feeds: use --json to list them.`] : []
  return [...table([head, ...rows]), ...rest, ...off]
}
