/** Returns a function that returns the lines of ascending positions in a text, from `first` on, in linear time for all. */
export function lineCounter(text: string, first: number): (index: number) => number {
  let line = first
  let next = text.indexOf('\n')
  return (index) => {
    for (; next >= 0 && next < index; next = text.indexOf('\n', next + 1)) line++
    return line
  }
}
