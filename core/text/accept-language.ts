/** Reads at most ten languages from an Accept-Language header, the preferred one first (RFC 9110 §12.5.4). */
export function readAcceptLanguage(header: string | null): readonly string[] {
  const ranges = (header ?? '').slice(0, 500).split(',').slice(0, 10)
  return ranges
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim())
      const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
      return { tag, quality: quality === undefined ? 1 : Number(quality) || 0 }
    })
    .filter(({ tag, quality }) => /^[a-z]{2,8}(-[a-z0-9]{1,8})*$/i.test(tag) && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag)
}
