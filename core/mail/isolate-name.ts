/** Letters of scripts that are written from right to left. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/**
 * Returns a name for a sentence that may be written in the other direction, in isolating characters if it needs them:
 * without these, an Arabic name would reorder an English sentence.
 */
export function isolateName(name: string, isRtl: boolean): string {
  return isRtl || rightToLeft.test(name) ? `\u2068${name}\u2069` : name
}
