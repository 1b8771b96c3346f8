import type { Change } from '../../../core/events/announcement.ts'

/** Returns a change of an item. Without `old` it is new; without `current` it was removed. */
export function change(pk: string, old: Change['old'], current: Change['new'], sk = pk.split('#')[0]): Change {
  return { id: 'c4ca4238a0b923820dcc509a6f75849b', at: '2026-03-01T08:00:05Z', pk, sk: sk ?? '', old, new: current }
}
