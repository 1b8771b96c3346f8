/** Returns true if a serialized body shows the image at an address, in whatever size. */
export function showsImage(html: string, url: string): boolean {
  const picture = withoutSize(url)
  return [...html.matchAll(/\ssrc="([^"]*)"/g)].some(
    ([, address = '']) => withoutSize(address.replaceAll(/&#x26;|&amp;/g, '&').replaceAll('&#x27;', "'")) === picture,
  )
}

/** Removes what WordPress and image services add to the address of a picture for each of its sizes. */
function withoutSize(url: string): string {
  const path = /^[^?#]*/.exec(url)?.[0] ?? ''
  const file = /^(.*)\.(avif|gif|jpe?g|png|webp)$/i.exec(path)
  return file ? `${file[1]?.replace(/-(?:\d{1,5}x\d{1,5}|scaled)$/, '')}.${file[2]}` : url
}
