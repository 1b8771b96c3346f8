import type { HttpRoutePlan } from '../template/stack-plan.ts'

export type RouteMatch = { readonly route: HttpRoutePlan; readonly pathParameters: Readonly<Record<string, string>> }

/** How specific a part of a route's path is, most specific first: a literal, a `{variable}`, a `{greedy+}`, anything. */
type Rank = 0 | 1 | 2 | 3

/**
 * Finds the most specific route of an HTTP API: literal before `{variable}` before `{greedy+}` at the first segment that
 * differs, then a method before ANY, and `$default` last.
 */
export function findRoute(routes: readonly HttpRoutePlan[], method: string, path: string): RouteMatch | undefined {
  const matches = routes.flatMap((route) => matchRoute(route, method, path) ?? [])
  return matches.sort((one, other) => compare(one.ranks, other.ranks) || Number(one.any) - Number(other.any))[0]
}

type RankedMatch = RouteMatch & { readonly ranks: readonly Rank[]; readonly any: boolean }

function matchRoute(route: HttpRoutePlan, method: string, path: string): RankedMatch | undefined {
  if (route.routeKey === '$default') return { route, pathParameters: {}, ranks: [3], any: true }
  const [routeMethod, routePath = ''] = route.routeKey.split(' ')
  if (routeMethod !== method && routeMethod !== 'ANY') return undefined
  const matched = matchPath(routePath.split('/').slice(1), path.split('/').slice(1))
  return matched && { route, ...matched, any: routeMethod === 'ANY' }
}

function matchPath(pattern: readonly string[], segments: readonly string[]) {
  const pathParameters: Record<string, string> = {}
  const ranks: Rank[] = []
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index]
    const variable = /^\{([^+}]+)(\+?)\}$/.exec(part)
    if (variable?.[1] && variable[2] === '+') {
      const rest = segments.slice(index).join('/')
      pathParameters[variable[1]] = rest
      return rest === '' ? undefined : { pathParameters, ranks: [...ranks, 2 as const] }
    }
    if (variable?.[1] ? !segment : segment !== part) return undefined
    if (variable?.[1]) pathParameters[variable[1]] = segment ?? ''
    ranks.push(variable ? 1 : 0)
  }
  return pattern.length === segments.length ? { pathParameters, ranks } : undefined
}

function compare(one: readonly Rank[], other: readonly Rank[]): number {
  const differs = one.findIndex((rank, index) => rank !== other[index])
  if (differs === -1) return 0
  // Both routes match the same path, so the shorter one ends in a greedy variable.
  return (one[differs] ?? 0) - (other[differs] ?? 0)
}
