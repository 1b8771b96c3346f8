/** Returns the candidate closest to a misspelt word; undefined if every candidate differs in more than a third of its letters. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > 40) return undefined
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
    .sort((a, b) => a.distance - b.distance)
  const best = ranked[0]
  return best && best.distance <= Math.max(1, best.candidate.length / 3) ? best.candidate : undefined
}

/** Counts the letters to insert, delete, replace or swap with the next one (Damerau–Levenshtein distance). */
function editDistance(one: string, other: string): number {
  let last: number[] = []
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let column = 1; column <= other.length; column++) {
      const replacement = (previous[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1)
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      const swap = isSwapped ? (last[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY
      current.push(Math.min(replacement, swap, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1))
    }
    last = previous
    previous = current
  }
  return previous[other.length] ?? 0
}
