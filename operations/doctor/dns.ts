import { Resolver } from 'node:dns/promises'
import type { Reading } from '../../core/deployment/account-facts.ts'

/** What DNS says. A name without records of the type is missing. */
export type Dns = {
  /** Each record with its strings joined. */
  txt(name: string): Promise<Reading<readonly string[]>>
  cname(name: string): Promise<Reading<readonly string[]>>
  /** The names of the mail servers, preferred ones first. */
  mx(name: string): Promise<Reading<readonly string[]>>
  /** IPv4 and IPv6. */
  addresses(name: string): Promise<Reading<readonly string[]>>
}

export type DnsOptions = {
  /** `address` or `address:port`. Default: the servers of this machine. */
  readonly server?: string | undefined
  /** Milliseconds for each attempt. */
  readonly timeout?: number
}

/** Asks DNS. Each question is asked twice if there is no answer. */
export function openDns({ server, timeout = 2_000 }: DnsOptions = {}): Dns {
  const resolver = new Resolver({ timeout, tries: 2 })
  if (server !== undefined) resolver.setServers([server])
  return {
    txt: (name) => ask(name, async () => (await resolver.resolveTxt(name)).map((strings) => strings.join(''))),
    cname: (name) => ask(name, () => resolver.resolveCname(name)),
    mx: (name) =>
      ask(name, async () =>
        (await resolver.resolveMx(name))
          .toSorted((one, other) => one.priority - other.priority)
          .map(({ exchange }) => exchange),
      ),
    addresses: async (name) => {
      const [four, six] = await Promise.all([
        ask(name, () => resolver.resolve4(name)),
        ask(name, () => resolver.resolve6(name)),
      ])
      const found = [four, six].flatMap((each) => (each.kind === 'found' ? each.value : []))
      return found.length > 0 ? { kind: 'found', value: found } : four.kind === 'missing' ? six : four
    },
  }
}

/** Answers that mean that there is no such record: NXDOMAIN and an empty answer. */
const absent = ['ENOTFOUND', 'ENODATA']

async function ask(name: string, load: () => Promise<readonly string[]>): Promise<Reading<readonly string[]>> {
  try {
    const value = await load()
    return value.length > 0 ? { kind: 'found', value } : { kind: 'missing' }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (absent.includes(code)) return { kind: 'missing' }
    return { kind: 'unreadable', reason: `DNS did not answer about ${name} (${code.replace(/^E/, '')})` }
  }
}
