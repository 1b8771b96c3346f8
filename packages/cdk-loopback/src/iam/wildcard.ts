/** Whether a text is what an IAM pattern means: `*` is any characters, `?` is exactly one. Linear but for many `*`. */
export function matchesWildcard(pattern: string, text: string): boolean {
  let at = 0
  let from = 0
  // Where to go on if what follows the last `*` doesn't fit: let it swallow one character more.
  let afterStar = -1
  let swallowed = 0
  while (from < text.length) {
    const wanted = pattern[at]
    if (wanted === '*') {
      at += 1
      afterStar = at
      swallowed = from
    } else if (wanted === '?' || wanted === text[from]) {
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
