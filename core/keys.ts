/**
 * A key of a table: partition (`pk`) and sort key (`sk`). This file defines all of them. Grants in infra/ name the same
 * prefixes, so that each Lambda reaches only the partitions that it needs.
 */
export type Key = { readonly pk: string; readonly sk: string }

// Articles table.
export const articleKey = (id: string): Key => ({ pk: `article#${id}`, sk: 'article' })
/** The digests that had not taken an article yet when it was taken down. */
export const waitingKey = (id: string): Key => ({ pk: `article#${id}`, sk: 'waiting' })
/** Where the record of an article is, if its file was moved: that of another upload key. */
export const movedKey = (id: string): Key => ({ pk: `article#${id}`, sk: 'moved' })
export const slugKey = (slug: string): Key => ({ pk: `slug#${slug}`, sk: 'slug' })
/** A live article in a listing, sorted by when it went live. */
export const listingKey = (listing: string, order: string): Key => ({ pk: `listing#${listing}`, sk: order })
/** A live article in the page of a listing, sorted by its date. */
export const pageListingKey = (listing: string, order: string): Key => listingKey(`by-date/${listing}`, order)
/** Returns true for the rows that only order pages. */
export const isPageListing = ({ pk }: Pick<Key, 'pk'>): boolean => pk.startsWith(pageListingKey('', '').pk)
/** A listing that has or had live articles, with its last summary. The overviews show it while it has some. */
export const knownListingKey = (listing: string): Key => ({ pk: 'listings', sk: listing })
/** The topics that the subscribe form offers. */
export const offeredTopicsKey: Key = { pk: 'offered-topics', sk: 'offered-topics' }
/** The number of changes of a listing, and the number of the last change that its documents include. */
export const changeKey = (listing: string): Key => ({ pk: `change#${listing}`, sk: 'change' })
/** A listing that a burst of changes has made stale. It is rebuilt by the next sweep. */
export const staleListingKey = (listing: string): Key => ({ pk: 'stale', sk: listing })
/** Exists while a sweep of stale listings is queued. No listing has a name that starts with a slash. */
export const sweepKey: Key = changeKey('/sweep')
/** An article whose content has, or once had, this fingerprint. */
export const contentHolderKey = (fingerprint: string, articleId: string): Key => ({
  pk: `content#${fingerprint}`,
  sk: articleId,
})
/** Counts the articles that took a content, so that no two of them can take it at the same time. */
export const contentCountKey = (fingerprint: string): Key => contentHolderKey(fingerprint, 'count')
/** An article that refers, or once referred, to a file or links to an article. The id is that of its upload key. */
export const fileHolderKey = (fileId: string, articleId: string): Key => ({ pk: `file#${fileId}`, sk: articleId })
/** The state of a listing's closed documents. */
export const closedDocumentsKey = (listing: string): Key => ({ pk: `archive#${listing}`, sk: 'archive' })
export const closedDocumentKey = (listing: string, number: number): Key => ({
  pk: closedDocumentsKey(listing).pk,
  sk: `document#${String(number).padStart(9, '0')}`,
})
/** The closed documents of a listing that contain an article. */
export const closedArticleKey = (listing: string, articleId: string): Key => ({
  pk: closedDocumentsKey(listing).pk,
  sk: `article#${articleId}`,
})
/** How far the site has been brought up to date with the deployed version. */
export const deploymentKey: Key = { pk: 'deployment', sk: 'deployment' }
/** The paths of the static files that the last version wrote. */
export const staticFilesKey: Key = { pk: 'static-files', sk: 'static-files' }
/** A scheduled article, sorted by when it is due. */
export const dueKey = (due: string, id: string): Key => ({ pk: 'due', sk: `${due}#${id}` })

/** The audience of all feeds on a day. */
export const audienceKey = (day: string): Key => ({ pk: 'audience', sk: day })

/** What the last check of the stack found. */
export const healthKey: Key = { pk: 'health', sk: 'health' }

// Issues table.
/** An article that waits for an issue of a digest. */
export const pendingKey = (digest: string, order: string): Key => ({ pk: `pending#${digest}`, sk: order })
/** An article that is mailed on its own to the readers of a digest. No digest has a name with a slash. */
export const alonePartition = 'pending#/alone'
export const aloneKey = (digest: string, order: string): Key => ({ pk: alonePartition, sk: `${digest}/${order}` })
/** The names of all digests that have been configured. */
export const digestNamesKey: Key = { pk: 'digests', sk: 'digests' }
export const digestKey = (digest: string): Key => ({ pk: `digest#${digest}`, sk: 'digest' })
/** Issues of a digest sort by number. */
export const issueKey = (digest: string, number: number): Key => ({
  pk: `issue#${digest}`,
  sk: String(number).padStart(9, '0'),
})
/** An insert of a digest's next issue: `note` or `sponsor`. */
export const insertKey = (digest: string, kind: string): Key => ({ pk: `insert#${digest}`, sk: kind })
/** The uploads of the welcome series sort by number. `variant` is a language, or empty. */
export const welcomePartition = 'welcome'
export const welcomeKey = (number: number, variant: string): Key => ({
  pk: welcomePartition,
  sk: `${String(number).padStart(3, '0')}#${variant}`,
})
/** A corrected or retracted article that a digest's next issue has to mention. */
export const correctionKey = (digest: string, articleId: string): Key => ({ pk: `correction#${digest}`, sk: articleId })
/** An issue that tells readers of an article's correction. */
export const mentionKey = (articleId: string, issueId: string): Key => ({ pk: `mentioned#${articleId}`, sk: issueId })
/** The first issue of a digest that mentions a correction, sorted by time. */
export const recentCorrectionKey = (at: string, issueId: string, articleId: string): Key => ({
  pk: 'recent-corrections',
  sk: `${at}#${issueId}#${articleId}`,
})
/** Holds an item for each issue that has not ended. */
export const openIssuesPartition = 'open-issues'
/** The issue of a digest that took an article. */
export const takenKey = (articleId: string, digest: string): Key => ({ pk: `taken#${articleId}`, sk: digest })
/** A shard of an issue whose recipients are all chosen. */
export const plannedShardKey = (digest: string, number: number, shard: string): Key => ({
  pk: `planned#${digest}-${number}`,
  sk: shard,
})
/** An issue that has not ended yet, so that monitoring finds open issues with one query. */
export const openIssueKey = (digest: string, number: number): Key => ({
  pk: openIssuesPartition,
  sk: `${digest}#${number}`,
})

// Deliveries table.
/** An issue's deliveries are spread over 256 partitions by the first two hex digits of the subscribers' ids. */
export const ledgerPartitions: readonly string[] = Array.from({ length: 256 }, (_, n) =>
  n.toString(16).padStart(2, '0'),
)
export const ledgerPartition = (issueId: string, part: string): string => `delivery#${issueId}#${part}`
export const partOf = (subscriberId: string): string => subscriberId.slice(0, 2)
export const deliveryKey = (issueId: string, subscriberId: string): Key => ({
  pk: ledgerPartition(issueId, partOf(subscriberId)),
  sk: subscriberId,
})
/** The recipients of a portion of a shard, as they were chosen. Portions count from 1. */
export const portionKey = (issueId: string, shard: string, portion: number): Key => ({
  pk: `recipients#${issueId}#${shard}`,
  sk: String(portion).padStart(6, '0'),
})
/** The counts of a portion's settled batches. */
export const progressKey = (issueId: string, shard: string, portion: number): Key => ({
  pk: `progress#${issueId}#${shard}`,
  sk: String(portion).padStart(6, '0'),
})
/** The sums of a shard's finished portions. */
export const shardTotalKey = (issueId: string, shard: string): Key => ({ pk: `progress#${issueId}`, sk: shard })
/** The number of deliveries by outcome, in one part of the ledger. */
export const statisticsKey = (issueId: string, part: string): Key => ({
  pk: `statistics#${issueId}#${part}`,
  sk: 'statistics',
})
/** The number of readers who left through the mails of an issue. A digest's issues sort by number. */
export const unsubscriptionsKey = (digest: string, number: number): Key => ({
  pk: `unsubscriptions#${digest}`,
  sk: String(number).padStart(9, '0'),
})
/**
 * How often a link of an issue was opened. An item takes a thousand writes a second, so each link has one in each of 16
 * parts, and each click counts in one of them at random.
 */
export const clickParts: readonly string[] = Array.from({ length: 16 }, (_, n) => n.toString(16))
export const clickKey = (issueId: string, part: string, linkId: string): Key => ({
  pk: `clicks#${issueId}#${part}`,
  sk: linkId,
})
/** The rate that all senders share, so that together they respect the account's limit. */
export const rateRecordKey: Key = { pk: 'sending-rate', sk: 'sending-rate' }

// Subscribers table.
export const subscriberKey = (id: string): Key => ({ pk: `subscriber#${id}`, sk: 'subscriber' })
/** Keys contain email addresses only as keyed hashes. */
export const addressKey = (addressHash: string): Key => ({ pk: `address#${addressHash}`, sk: 'address' })
export const suppressionKey = (addressHash: string): Key => ({ pk: `suppression#${addressHash}`, sk: 'suppression' })
/** An address that no import may bring back: its owner erased their data, or unsubscribed elsewhere. */
export const departureKey = (addressHash: string): Key => ({ pk: `departure#${addressHash}`, sk: 'departure' })
/** A subscriber's new address that is not confirmed yet. */
export const moveKey = (subscriberId: string): Key => ({ pk: `move#${subscriberId}`, sk: 'move' })
/** Shows that a person has said why they left. It is tied to the revision of the departure, and does not have the answer. */
export const answeredKey = (subscriberId: string, revision: number): Key => ({
  pk: `answered#${subscriberId}`,
  sk: String(revision),
})
/** How many people gave which reason for leaving a digest. */
export const reasonsKey = (month: string, digest: string): Key => ({ pk: 'reasons', sk: `${month}#${digest}` })
/** What a person wrote about leaving. */
export const reasonTextKey = (day: string, id: string): Key => ({ pk: 'reason-texts', sk: `${day}#${id}` })
/** The walk that finds the readers who are asked whether they still want the mails. */
export const permissionKey: Key = { pk: 're-permission', sk: 're-permission' }
/** The salt for hashing the IP addresses of a month's requests. */
export const saltKey = (month: string): Key => ({ pk: `salt#${month}`, sk: 'salt' })
/** The issues whose mails have bounced softly since one was last delivered. */
export const softBounceKey = (addressHash: string): Key => ({ pk: `soft-bounce#${addressHash}`, sk: 'soft-bounce' })
export const secretKey: Key = { pk: 'secret', sk: 'secret' }
export const rateKey = (subject: string, window: string): Key => ({ pk: `rate#${subject}`, sk: window })

/** The index of confirmed subscribers, by digest and shard. */
export const recipientIndex = 'recipients'
export const recipientPartition = (digest: string, shard: string): string => `${digest}#${shard}`

/**
 * The index of confirmed subscribers by the number of their last text of the welcome series, and by the instant from which
 * waiting times count.
 */
export const welcomeIndex = 'welcome'

// Buckets.
export const issueContentKey = (digest: string, number: number, hash: string): string =>
  `issues/${digest}/${number}-${hash}.json`
