/** Characters that take two columns in a monospaced font (UAX #11), as far as they occur in text. */
const wide =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}\ufe0f/u
/** Signs of other letters, and characters that show nothing. */
const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}]*$/u
const narrow = /^[\t -~\u00a0-\u02ff]*$/

const characters = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** Returns how many columns of a monospaced font a line takes. */
export function columnWidth(line: string): number {
  if (narrow.test(line)) return line.length
  let columns = 0
  for (const { segment } of characters.segment(line)) {
    if (!zeroWidth.test(segment)) columns += wide.test(segment) ? 2 : 1
  }
  return columns
}
