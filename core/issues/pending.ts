/** An article waiting for a digest to take it. */
export type PendingMark = {
  /** Sorts by when it went live. */
  readonly order: string
  readonly articleId: string
  /** Held: issues pass it by until it is released. Pinned: it comes first. */
  readonly handling: 'held' | 'pinned' | undefined
}

/** Those that an issue takes, and the ids of those that come first. */
export function chooseMarks(marks: readonly PendingMark[], most: number) {
  const free = marks.filter(({ handling }) => handling !== 'held')
  const pinned = free.filter(({ handling }) => handling === 'pinned')
  const taken = [...pinned, ...free.filter((mark) => !pinned.includes(mark))].slice(0, most)
  return { taken, pinned: pinned.map(({ articleId }) => articleId) }
}
