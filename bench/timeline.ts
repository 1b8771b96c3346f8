type Event = { readonly at: number; readonly happen: (at: number) => void }

/** Runs events in the order of their time (a binary heap). Events may add later events. */
export function createTimeline() {
  const heap: Event[] = []
  const before = (a: number, b: number) => (heap[a] as Event).at < (heap[b] as Event).at // both places are below the length
  const swap = (a: number, b: number) => {
    const event = heap[a] as Event // the place is below the length
    heap[a] = heap[b] as Event
    heap[b] = event
  }

  function add(at: number, happen: Event['happen']): void {
    let place = heap.push({ at, happen }) - 1
    while (place > 0) {
      const parent = (place - 1) >> 1
      if (!before(place, parent)) return
      swap(place, parent)
      place = parent
    }
  }

  function take(): Event | undefined {
    const first = heap[0]
    const last = heap.pop()
    if (heap.length > 0 && last) {
      heap[0] = last
      sink(0)
    }
    return first
  }

  function sink(start: number): void {
    for (let place = start; ; ) {
      const [left, right] = [2 * place + 1, 2 * place + 2]
      let least = place
      if (left < heap.length && before(left, least)) least = left
      if (right < heap.length && before(right, least)) least = right
      if (least === place) return
      swap(place, least)
      place = least
    }
  }

  return {
    add,
    run(): void {
      for (let event = take(); event; event = take()) event.happen(event.at)
    },
  }
}
