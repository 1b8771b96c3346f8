/** Renders countdowns from the browser's clock, once a second. */
export function showCountdowns(): void {
  const show = () => {
    for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-countdown]')) {
      const text = describe(Math.round((Date.parse(time.dateTime) - Date.now()) / 1000))
      if (time.textContent !== text) time.textContent = text
    }
  }
  show()
  setInterval(show, 1000)
  document.addEventListener('live:changed', show)
}

function describe(seconds: number): string {
  if (seconds <= 0) return 'now'
  const days = Math.floor(seconds / 86_400)
  const hours = Math.floor((seconds % 86_400) / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  if (days > 0) return `in ${days} d ${hours} h`
  if (hours > 0) return `in ${hours} h ${minutes} min`
  return minutes > 0 ? `in ${minutes} min ${seconds % 60} s` : `in ${seconds} s`
}
