// Tables of numbers and of pairs take most of the space of some libraries. Written as one text each, they take half of it.

const longList = /\[\s*(?:(?:0x[\da-f]+|\d+)(?:,\s*|\s*(?=\]))){20,}\]/gi

/** Bytes of each number in a packed list. */
const width = 3

/** Replaces the long lists of numbers in a module with texts that are unpacked when they are used. */
export function packNumbers(code: string): string {
  const packed = code.replace(longList, (list) => {
    const numbers = (list.match(/[\da-fx]+/gi) ?? []).map(Number)
    const isBytes = numbers.every((number) => number < 0x100)
    const bytes = Buffer.alloc(numbers.length * (isBytes ? 1 : width))
    for (const [index, number] of numbers.entries()) {
      if (isBytes) bytes.writeUInt8(number, index)
      else bytes.writeUIntBE(number, index * width, width)
    }
    return `unpack${isBytes ? 'Bytes' : 'Numbers'}("${bytes.toString('base64')}")`
  })
  return packed + unpackers
}

const unpackers = `
function unpackBytes(text) { return [...Buffer.from(text, "base64")] }
function unpackNumbers(text) { return text.match(/..../g).map((each) => Buffer.from(each, "base64").readUIntBE(0, ${width})) }
`

/** Returns a module whose default export is `pairs`. */
export function packPairs(pairs: ReadonlyMap<string, string>): string {
  const parts = [...pairs].flat()
  const separator = '~'
  if (parts.some((part) => part.includes(separator))) throw new Error(`A pair contains "${separator}"`)
  return `const parts = ${JSON.stringify(parts.join(separator))}.split("${separator}")
const pairs = new Map()
for (let index = 0; index < parts.length; index += 2) pairs.set(parts[index], parts[index + 1])
export default pairs`
}
