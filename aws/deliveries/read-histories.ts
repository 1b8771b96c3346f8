import { type History, type HistoryNeeded, historyNeeded } from '../../core/deliveries/choose-recipient.ts'
import type { Delivery } from '../../core/deliveries/delivery.ts'
import { type Issue, issueId } from '../../core/issues/issue.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import type { CorrectionStore } from '../issues/correction-store.ts'
import type { DeliveryStore } from './delivery-store.ts'

type Sources = {
  readonly corrections: Pick<CorrectionStore, 'listTaken' | 'listMentions'>
  readonly deliveries: Pick<DeliveryStore, 'getMany'>
}

/** Maximum number of deliveries that one read returns. */
const mostDeliveries = 100

/**
 * Returns a function that reads the histories of subscribers that `chooseRecipient` needs for an issue. Which issues took
 * an article, or told of a correction, is read only once.
 */
export function historyReader(issue: Issue, { corrections, deliveries }: Sources) {
  const lists = new Map<string, Promise<readonly string[]>>()
  const listOnce = (name: string, list: () => Promise<readonly string[]>) => {
    const ids = lists.get(name) ?? list().then((all) => all.filter((id) => id !== issueId(issue)))
    lists.set(name, ids)
    return ids
  }
  const issuesOf = {
    articles: (articleId: string) =>
      listOnce(articleId, async () => (await corrections.listTaken(articleId)).map((taken) => taken.issueId)),
    corrections: ({ issueIds }: HistoryNeeded['corrections'][number]) => Promise.resolve(issueIds),
    mentions: ({ articleId, correction = '' }: HistoryNeeded['mentions'][number]) =>
      listOnce(`mentions ${articleId}`, () => corrections.listMentions(articleId, correction)),
  }

  return async (subscribers: readonly Subscriber[]): Promise<readonly History[]> => {
    const lookups = await Promise.all(subscribers.map((each) => planLookups(historyNeeded(issue, each), issuesOf)))
    const wanted = new Map<string, Set<string>>()
    for (const [index, lookup] of lookups.entries()) {
      for (const id of new Set(lookup.flatMap(({ issueIds }) => issueIds))) {
        const readers = wanted.get(id) ?? new Set()
        wanted.set(id, readers.add(subscribers[index]?.id ?? ''))
      }
    }
    const ledger = await readLedger(wanted, deliveries)
    return lookups.map((lookup, index) => {
      const find = (kind: keyof History) =>
        new Map(
          lookup
            .filter((each) => each.kind === kind)
            .map(({ articleId, issueIds }) => [
              articleId,
              issueIds.flatMap((id) => ledger.get(`${id} ${subscribers[index]?.id}`) ?? []),
            ]),
        )
      return { articles: find('articles'), corrections: find('corrections'), mentions: find('mentions') }
    })
  }
}

type Lookup = { readonly kind: keyof History; readonly articleId: string; readonly issueIds: readonly string[] }

async function planLookups(
  { articles, corrections, mentions }: HistoryNeeded,
  issuesOf: {
    articles(id: string): Promise<readonly string[]>
    corrections(correction: HistoryNeeded['corrections'][number]): Promise<readonly string[]>
    mentions(correction: HistoryNeeded['mentions'][number]): Promise<readonly string[]>
  },
): Promise<readonly Lookup[]> {
  return Promise.all([
    ...articles.map(async (articleId) => {
      return { kind: 'articles' as const, articleId, issueIds: await issuesOf.articles(articleId) }
    }),
    ...corrections.map(async (each) => {
      return { kind: 'corrections' as const, articleId: each.articleId, issueIds: await issuesOf.corrections(each) }
    }),
    ...mentions.map(async (each) => {
      return { kind: 'mentions' as const, articleId: each.articleId, issueIds: await issuesOf.mentions(each) }
    }),
  ])
}

async function readLedger(wanted: ReadonlyMap<string, ReadonlySet<string>>, deliveries: Sources['deliveries']) {
  const found = new Map<string, Delivery>()
  const read = async (id: string, readers: readonly string[]) => {
    for (const { delivery } of await deliveries.getMany(id, readers))
      found.set(`${id} ${delivery.subscriberId}`, delivery)
  }
  await Promise.all(
    [...wanted].flatMap(([id, readers]) => {
      const all = [...readers]
      const pages = Array.from({ length: Math.ceil(all.length / mostDeliveries) }, (_, page) => page * mostDeliveries)
      return pages.map((start) => read(id, all.slice(start, start + mostDeliveries)))
    }),
  )
  return found
}
