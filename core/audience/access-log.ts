/** A request, as CloudFront logs it. */
export type AccessRecord = {
  /** `2026-11-30`, in UTC. */
  readonly day: string
  readonly address: string
  readonly method: string
  /** As it was requested, still encoded. */
  readonly path: string
  readonly status: number
  readonly agent: string
}

const used = ['date', 'c-ip', 'cs-method', 'cs-uri-stem', 'sc-status', 'cs(User-Agent)']

/**
 * Returns a reader of the lines of one access log, in CloudFront's format: a line `#Fields:` names the columns, which
 * tabs separate. It returns undefined for lines that are no requests.
 */
export function accessLogReader(): (line: string) => AccessRecord | undefined {
  let columns: number[] | undefined
  return (line) => {
    if (line.startsWith('#')) {
      const names = /^#Fields:\s*(.*)$/.exec(line)?.[1]?.trim().split(/\s+/)
      columns = names ? used.map((name) => names.indexOf(name)) : columns
      return undefined
    }
    const values = line.split('\t')
    const [day = '', address = '', method = '', path = '', status = '', agent = ''] = (columns ?? []).map(
      (at) => values[at] ?? '',
    )
    if (!/^\d{4}-\d\d-\d\d$/.test(day) || !path.startsWith('/')) return undefined
    return { day, address, method, path, status: Number(status), agent: decode(agent) }
  }
}

/** CloudFront encodes spaces and quotation marks, in older logs twice. */
function decode(text: string): string {
  if (text === '-') return ''
  const once = decodeOnce(text)
  return once.includes('%20') ? decodeOnce(once) : once
}

function decodeOnce(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
