import { expect } from 'vitest'

/** Named runs of lines that several golden files share. One golden file contains them in full. */
export type Frame = Readonly<Record<string, readonly string[]>>

type Run = { readonly name: string; readonly start: number; readonly length: number }

/** Replaces lines that are also in the frame with a marker of their place there: `⟪header⟫`, `⟪head 3-9⟫`. */
export function fold(lines: readonly string[], frame: Frame): readonly string[] {
  const folded: string[] = []
  for (let at = 0; at < lines.length; ) {
    const run = longestRun(lines.slice(at), frame)
    folded.push(run.length > 1 ? markerOf(run, frame) : (lines[at] ?? ''))
    at += Math.max(run.length, 1)
  }
  return folded
}

/** Replaces the markers that `fold` wrote with the lines of the frame. */
export function unfold(lines: readonly string[], frame: Frame): readonly string[] {
  return lines.flatMap((line) => {
    const [, name, first = '1', last] = /^⟪(\S+)(?: (\d+)-(\d+))?⟫$/.exec(line) ?? []
    const part = name === undefined ? undefined : frame[name]
    return part ? part.slice(Number(first) - 1, last === undefined ? undefined : Number(last)) : [line]
  })
}

/** Compares a text with its folded golden file, and checks that file and frame together contain every byte. */
export async function expectFolded(text: string, frame: Frame, file: string, lineEnd = '\n'): Promise<void> {
  const folded = fold(text.split(lineEnd), frame)
  expect(unfold(folded, frame).join(lineEnd)).toBe(text)
  await expect(folded.join(lineEnd)).toMatchFileSnapshot(file)
}

/** Divides lines into named parts. Each part begins at the first line that has its start text. */
export function divide(lines: readonly string[], starts: Readonly<Record<string, string>>): Frame {
  const places = Object.entries(starts).map(([name, start]) => {
    const place = lines.findIndex((line) => line.startsWith(start))
    if (place < 0) throw new Error(`No line begins with ${start}`)
    return { name, place }
  })
  return Object.fromEntries(
    places.map(({ name, place }, index) => [name, lines.slice(place, places[index + 1]?.place)]),
  )
}

function longestRun(lines: readonly string[], frame: Frame): Run {
  const runs = Object.entries(frame).flatMap(([name, part]) =>
    part.map((line, start) => {
      return { name, start, length: line === lines[0] ? commonLength(lines, part.slice(start)) : 0 }
    }),
  )
  return runs.reduce((best, run) => (run.length > best.length ? run : best), { name: '', start: 0, length: 0 })
}

function commonLength(one: readonly string[], other: readonly string[]): number {
  const difference = other.findIndex((line, index) => line !== one[index])
  return difference < 0 ? other.length : difference
}

function markerOf({ name, start, length }: Run, frame: Frame): string {
  return length === frame[name]?.length ? `⟪${name}⟫` : `⟪${name} ${start + 1}-${start + length}⟫`
}
