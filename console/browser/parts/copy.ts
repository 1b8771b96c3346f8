/** Lets buttons copy the text of the element that they name. */
export function copyOnClick(): void {
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLButtonElement>('button[data-copy]') : undefined
    const source = button && document.getElementById(button.dataset.copy ?? '')
    if (!button || !source) return
    navigator.clipboard.writeText(source.textContent ?? '').then(
      () => {
        button.textContent = 'Copied'
      },
      () => {
        button.textContent = 'Not copied'
      },
    )
  })
}
