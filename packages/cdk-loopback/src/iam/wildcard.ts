/** Returns whether a text matches an IAM pattern: `*` is any characters, `?` exactly one. Linear unless `*` is frequent. */
export function matchesWildcard(pattern: string, text: string): boolean {
  let at = 0
  let from = 0
  // After a mismatch, matching resumes here, and the last `*` matches one more character.
  let afterStar = -1
  let swallowed = 0
  while (from < text.length) {
    const expected = pattern[at]
    if (expected === '*') {
      at += 1
      afterStar = at
      swallowed = from
    } else if (expected === '?' || expected === text[from]) {
      at += 1
      from += 1
    } else if (afterStar >= 0) {
      at = afterStar
      swallowed += 1
      from = swallowed
    } else return false
  }
  return /^\**$/.test(pattern.slice(at))
}
