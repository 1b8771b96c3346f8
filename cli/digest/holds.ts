import type { Command } from 'commander'
import { type HandledArticle, listHandled } from '../../operations/digest/list-handled.ts'
import { readDigest } from '../../operations/read-names.ts'
import type { Stack } from '../../operations/stack.ts'
import { onStack } from '../connect.ts'
import { type Report, table } from '../report.ts'

export function define(command: Command): void {
  command
    .argument('[digest]', 'default: all digests')
    .description('list the articles that are left out or pinned')
    .action(onStack((stack, report, digest: string | undefined) => listHolds(digest, stack, report)))
}

export async function listHolds(name: string | undefined, stack: Stack, report: Report): Promise<void> {
  const digests = name === undefined ? Object.keys(stack.site.publication.digests) : [readDigest(name, stack)]
  const handled = (await Promise.all(digests.map((digest) => listHandled(digest, stack)))).flat()
  const rows = handled.map((article) => [article.digest, describe(article), article.key, article.title])
  report.answer(handled, rows.length > 0 ? table(rows) : ['No article is left out or pinned.'])
}

function describe({ handling, alone }: HandledArticle): string {
  if (handling === 'pinned') return 'comes first'
  return alone ? 'left out, so not mailed on its own' : 'left out'
}
