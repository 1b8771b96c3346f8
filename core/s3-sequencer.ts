/**
 * Compares S3's sequencers, which order the events of one key. Returns a negative number, zero or a positive number.
 * S3 compares sequencers of different lengths as if the shorter one were padded with zeros on the right.
 */
export function compareSequencers(a: string, b: string): number {
  const length = Math.max(a.length, b.length)
  const [one, other] = [a, b].map((sequencer) => sequencer.toLowerCase().padEnd(length, '0'))
  return one === other ? 0 : (one ?? '') < (other ?? '') ? -1 : 1
}
