/** Returns the first bytes of a PNG file of this size in pixels. */
export function png(width: number, height: number): Buffer {
  const opening = Buffer.from('89504e470d0a1a0a0000000d49484452000000000000000008020000000000000000', 'hex')
  opening.writeUInt32BE(width, 16)
  opening.writeUInt32BE(height, 20)
  return opening
}
