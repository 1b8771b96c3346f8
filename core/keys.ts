/**
 * The key layout of every table: partition (`pk`) and sort key (`sk`), in one place. Grants in infra/ name the same
 * prefixes, so a Lambda reaches no partition that it has no business with.
 */
export type Key = { readonly pk: string; readonly sk: string }

// Articles table.
export const articleKey = (id: string): Key => ({ pk: `article#${id}`, sk: 'article' })
/** Digests that had not taken an article yet when it was taken down. */
export const waitingKey = (id: string): Key => ({ pk: `article#${id}`, sk: 'waiting' })
export const slugKey = (slug: string): Key => ({ pk: `slug#${slug}`, sk: 'slug' })
/** A live article in a listing, sorted by when it went live. */
export const listingKey = (listing: string, order: string): Key => ({ pk: `listing#${listing}`, sk: order })
/** A listing that has live articles, for the overviews. */
export const knownListingKey = (listing: string): Key => ({ pk: 'listings', sk: listing })
/** How often a listing changed, and how many of the changes its documents show. */
export const changeKey = (listing: string): Key => ({ pk: `change#${listing}`, sk: 'change' })
/** An article that has had the content of a fingerprint. */
export const contentHolderKey = (fingerprint: string, articleId: string): Key => ({
  pk: `content#${fingerprint}`,
  sk: articleId,
})
/** An article that has referred to a file, which goes by the id of its upload key. */
export const fileHolderKey = (fileId: string, articleId: string): Key => ({ pk: `file#${fileId}`, sk: articleId })
/** What is in a listing's closed documents. */
export const closedDocumentsKey = (listing: string): Key => ({ pk: `archive#${listing}`, sk: 'archive' })
export const closedDocumentKey = (listing: string, number: number): Key => ({
  pk: closedDocumentsKey(listing).pk,
  sk: `document#${String(number).padStart(9, '0')}`,
})
/** Which of a listing's closed documents an article is in. */
export const closedArticleKey = (listing: string, articleId: string): Key => ({
  pk: closedDocumentsKey(listing).pk,
  sk: `article#${articleId}`,
})
/** A held article, sorted by when it is due. */
export const dueKey = (due: string, id: string): Key => ({ pk: 'due', sk: `${due}#${id}` })

// Issues table.
export const pendingKey = (digest: string, order: string): Key => ({ pk: `pending#${digest}`, sk: order })
export const digestKey = (digest: string): Key => ({ pk: `digest#${digest}`, sk: 'digest' })
/** Issues of a digest sort by number. */
export const issueKey = (digest: string, number: number): Key => ({
  pk: `issue#${digest}`,
  sk: String(number).padStart(9, '0'),
})
/** What is to stand in a digest's next issue besides articles: `note` or `sponsor`. */
export const insertKey = (digest: string, kind: string): Key => ({ pk: `insert#${digest}`, sk: kind })
/** An article of which a digest's next issue has to say that it was wrong. */
export const correctionKey = (digest: string, articleId: string): Key => ({ pk: `correction#${digest}`, sk: articleId })
/** Which issue of a digest took an article. */
export const takenKey = (articleId: string, digest: string): Key => ({ pk: `taken#${articleId}`, sk: digest })
/** A shard of an issue whose recipients are all chosen. */
export const plannedShardKey = (digest: string, number: number, shard: string): Key => ({
  pk: `planned#${digest}-${number}`,
  sk: shard,
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
/** How many deliveries of a part of the ledger have had which outcome. */
export const statisticsKey = (issueId: string, part: string): Key => ({
  pk: `statistics#${issueId}#${part}`,
  sk: 'statistics',
})
/** What all senders share, so that together they keep to the account's rate. */
export const rateRecordKey: Key = { pk: 'sending-rate', sk: 'sending-rate' }

// Subscribers table.
export const subscriberKey = (id: string): Key => ({ pk: `subscriber#${id}`, sk: 'subscriber' })
/** Addresses appear as keyed hashes only. */
export const addressKey = (addressHash: string): Key => ({ pk: `address#${addressHash}`, sk: 'address' })
export const suppressionKey = (addressHash: string): Key => ({ pk: `suppression#${addressHash}`, sk: 'suppression' })
/** An address whose owner had everything erased, or left elsewhere: no import brings it back. */
export const departureKey = (addressHash: string): Key => ({ pk: `departure#${addressHash}`, sk: 'departure' })
/** A new address that a subscriber is still to confirm. */
export const moveKey = (subscriberId: string): Key => ({ pk: `move#${subscriberId}`, sk: 'move' })
/** What the origins of a month's requests are hashed with. */
export const saltKey = (month: string): Key => ({ pk: `salt#${month}`, sk: 'salt' })
/** Issues whose mails bounced softly, since one was delivered. */
export const softBounceKey = (addressHash: string): Key => ({ pk: `soft-bounce#${addressHash}`, sk: 'soft-bounce' })
export const secretKey: Key = { pk: 'secret', sk: 'secret' }
export const rateKey = (subject: string, window: string): Key => ({ pk: `rate#${subject}`, sk: window })

/** The index over confirmed subscribers, by digest and shard. */
export const recipientIndex = 'recipients'
export const recipientPartition = (digest: string, shard: string): string => `${digest}#${shard}`

// Buckets.
export const issueContentKey = (digest: string, number: number, hash: string): string =>
  `issues/${digest}/${number}-${hash}.json`
