/** Creates a queue in memory that keeps the messages it receives. */
export function tray<Message>() {
  const messages: Message[] = []
  return {
    messages,
    add: async (message: Message) => void messages.push(message),
    addAll: async (more: readonly Message[]) => void messages.push(...more),
  }
}
