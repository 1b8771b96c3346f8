/** Replaces this thread's global Date with one that is ahead by `offset` milliseconds, which may change at any time. */
export function moveDate(offset: BigInt64Array): void {
  const MachineDate = Date
  const now = () => MachineDate.now() + Number(Atomics.load(offset, 0))
  const MovedDate = new Proxy(MachineDate, {
    construct: (target, parameters, newTarget) =>
      Reflect.construct(target, parameters.length === 0 ? [now()] : parameters, newTarget),
    apply: () => new MachineDate(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  })
  MachineDate.prototype.constructor = MovedDate
  globalThis.Date = MovedDate
}
